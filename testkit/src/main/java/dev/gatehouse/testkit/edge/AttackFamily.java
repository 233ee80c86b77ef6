package dev.gatehouse.testkit.edge;

import java.util.List;
import java.util.Locale;

/** Attacks that go for the same part of a server. */
public enum AttackFamily {
    HPACK,
    FLOODS;

    /** All of them; new ones each time. */
    public List<Attack> attacks() {
        return switch (this) {
            case HPACK -> HpackAttacks.all();
            case FLOODS -> FrameFloods.all();
        };
    }

    /** As options and reports name it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
