package dev.gatehouse.gateway.openapi;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes a text of a regular expression by walking along it: the first of all alternatives, a character of each class, everything as often as it has to
 * be. It knows what patterns of schemas are made of; what it does not know, such as back references and look-around, it gives up on.
 */
final class PatternSample {
    private static final String META = "|)";
    private static final int MAX_LENGTH = 1_000;
    /** Tried for a class, in this order. */
    private static final List<String> CHARACTERS = "abc ABC 012 _ - . : / + = @ ~ ! # $ % & * , ;"
            .replace(" ", "")
            .codePoints()
            .mapToObj(Character::toString)
            .toList();

    private final String pattern;
    private final int repeats;
    private int at;

    private PatternSample(String pattern, int repeats) {
        this.pattern = pattern;
        this.repeats = repeats;
    }

    /**
     * A text for the pattern, which may or may not match it; empty where the pattern is beyond this class.
     *
     * @param repeats how often to repeat what may be repeated, as far as it may
     */
    static Optional<String> of(String pattern, int repeats) {
        try {
            PatternSample sample = new PatternSample(pattern, repeats);
            String text = sample.alternatives();
            return sample.at == pattern.length() ? Optional.of(text) : Optional.empty();
        } catch (Unknown | IndexOutOfBoundsException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private String alternatives() {
        String first = sequence();
        while (at < pattern.length() && pattern.charAt(at) == '|') {
            at++;
            var _ = sequence();
        }
        return first;
    }

    private String sequence() {
        StringBuilder text = new StringBuilder();
        while (at < pattern.length() && META.indexOf(pattern.charAt(at)) < 0) {
            String part = part();
            int times = times();
            if ((long) part.length() * times + text.length() > MAX_LENGTH) {
                throw new Unknown();
            }
            text.append(part.repeat(times));
        }
        return text.toString();
    }

    private String part() {
        char c = pattern.charAt(at);
        return switch (c) {
            case '^', '$' -> {
                at++;
                yield "";
            }
            case '(' -> group();
            case '[' -> ofClass(bracketed());
            case '\\' -> escaped();
            case '.' -> {
                at++;
                yield "a";
            }
            case '*', '+', '?', '{' -> throw new Unknown();
            default -> {
                String literal = Character.toString(pattern.codePointAt(at));
                at += literal.length();
                yield literal;
            }
        };
    }

    private String group() {
        at++;
        if (pattern.startsWith("?:", at)) {
            at += 2;
        } else if (pattern.charAt(at) == '?') {
            throw new Unknown();
        }
        String text = alternatives();
        if (pattern.charAt(at) != ')') {
            throw new Unknown();
        }
        at++;
        return text;
    }

    private String bracketed() {
        int begin = at;
        int depth = 0;
        do {
            char c = pattern.charAt(at);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            at += c == '\\' ? 2 : 1;
        } while (depth > 0);
        return pattern.substring(begin, at);
    }

    private String escaped() {
        char c = pattern.charAt(at + 1);
        int begin = at;
        if (c == 'b' || c == 'B' || c == 'k' || Character.isDigit(c) || c == 'Q') {
            throw new Unknown();
        }
        at += 2;
        if (c == 'p' || c == 'P') {
            at = pattern.charAt(at) == '{' ? pattern.indexOf('}', at) + 1 : at + 1;
        } else if (c == 'u' || c == 'x') {
            at += c == 'u' ? 4 : 2;
        } else if (!Character.isLetter(c)) {
            return Character.toString(c);
        }
        return ofClass(pattern.substring(begin, at));
    }

    private static String ofClass(String text) {
        Pattern one = Pattern.compile(text);
        return CHARACTERS.stream()
                .filter(character -> one.matcher(character).matches())
                .findFirst()
                .orElseGet(() -> anyOther(one));
    }

    private static String anyOther(Pattern one) {
        for (int c = 1; c < 0x500; c++) {
            if (one.matcher(Character.toString(c)).matches()) {
                return Character.toString(c);
            }
        }
        throw new Unknown();
    }

    private int times() {
        if (at >= pattern.length()) {
            return 1;
        }
        int times = switch (pattern.charAt(at)) {
            case '*', '?', '+' -> simple(pattern.charAt(at++));
            case '{' -> counted();
            default -> 1;
        };
        if (at < pattern.length() && "?+".indexOf(pattern.charAt(at)) >= 0 && isQuantifier(at - 1)) {
            at++;
        }
        return times;
    }

    private boolean isQuantifier(int place) {
        return "*+?}".indexOf(pattern.charAt(place)) >= 0;
    }

    private int simple(char quantifier) {
        return switch (quantifier) {
            case '?' -> Math.min(repeats, 1);
            case '*' -> repeats;
            default -> Math.max(repeats, 1);
        };
    }

    private int counted() {
        int end = pattern.indexOf('}', at);
        String[] bounds = pattern.substring(at + 1, end).split(",", -1);
        at = end + 1;
        int least = Integer.parseInt(bounds[0]);
        int most = bounds.length == 1 ? least : bounds[1].isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(bounds[1]);
        return Math.min(Math.max(least, repeats), most);
    }

    /** Says that the pattern has something that is not known here. */
    private static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unknown() {
            super("unknown", null, false, false);
        }
    }
}
