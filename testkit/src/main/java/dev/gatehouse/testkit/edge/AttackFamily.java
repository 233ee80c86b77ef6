package dev.gatehouse.testkit.edge;

import java.util.List;
import java.util.Locale;

/** Attacks that go for the same part of a server. */
public enum AttackFamily {
    HPACK,
    FLOODS,
    SMUGGLING,
    CHUNKS,
    REQUESTS,
    WEBSOCKET,
    /** Its attacks wait for time limits of the server, and are to be played at once. */
    SLOW,
    /** Its attacks wait for time limits of the server. */
    HEAVY;

    /** All of them; new ones each time. */
    public List<Attack> attacks() {
        return switch (this) {
            case HPACK -> HpackAttacks.all();
            case FLOODS -> FrameFloods.all();
            case SMUGGLING -> SmugglingAttacks.all();
            case CHUNKS -> ChunkAttacks.all();
            case REQUESTS -> RequestAttacks.all();
            case WEBSOCKET -> WebSocketAttacks.all();
            case SLOW -> SlowAttacks.light();
            case HEAVY -> SlowAttacks.heavy();
        };
    }

    /** As options and reports name it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
