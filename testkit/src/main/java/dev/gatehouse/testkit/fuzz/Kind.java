package dev.gatehouse.testkit.fuzz;

import java.util.List;
import java.util.Locale;

/** What inputs are made of. */
enum Kind {
    HTTP_1(8) {
        @Override
        FuzzCase input(Dice dice) {
            return new Http1Grammar(dice).next();
        }
    },
    HTTP_2(9) {
        @Override
        FuzzCase input(Dice dice) {
            return new Http2Grammar(dice).next();
        }
    },
    WEBSOCKET(5) {
        @Override
        FuzzCase input(Dice dice) {
            return new WebSocketGrammar(dice).next();
        }
    };

    private static final List<Kind> ALL = List.of(values());
    private static final int WEIGHTS =
            ALL.stream().mapToInt(kind -> kind.weight).sum();

    private final int weight;

    Kind(int weight) {
        this.weight = weight;
    }

    abstract FuzzCase input(Dice dice);

    static Kind any(Dice dice) {
        int at = dice.below(WEIGHTS);
        for (Kind kind : ALL) {
            at -= kind.weight;
            if (at < 0) {
                return kind;
            }
        }
        throw new IllegalStateException("the weights have changed");
    }

    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '/');
    }
}
