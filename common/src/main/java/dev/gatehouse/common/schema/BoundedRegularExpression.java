package dev.gatehouse.common.schema;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressions;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A regular expression whose work is bounded: java.util.regex backtracks, and a careless pattern can take for ever on a hostile value,
 * or more stack than there is. A value that uses up the bound does not match. Immutable.
 */
final class BoundedRegularExpression implements RegularExpression {
    private static final Logger LOG = LoggerFactory.getLogger(BoundedRegularExpression.class);
    /** Characters looked at for one value: some ten milliseconds, and 15 for each character of the largest default body. */
    private static final int MAX_STEPS = 1_000_000;

    private final Pattern pattern;

    /** Throws {@link java.util.regex.PatternSyntaxException} where the expression is not one. */
    BoundedRegularExpression(String expression) {
        // JSON Schema means ECMA-262: there "$" is the very end, in Java also the place before a last newline.
        this.pattern = Pattern.compile(RegularExpressions.replaceLongformCharacterProperties(
                RegularExpressions.replaceDollarAnchors(expression)));
    }

    @Override
    public boolean matches(String value) {
        try {
            return pattern.matcher(new Steps(value, new int[1], 0, value.length()))
                    .find();
        } catch (TooManySteps | StackOverflowError e) {
            LOG.warn("the pattern {} is too costly for a value of {} characters", pattern, value.length());
            return false;
        }
    }

    /** A text that counts how often it is looked at. Confined to one match. */
    private record Steps(String text, int[] count, int start, int end) implements CharSequence {
        @Override
        public int length() {
            return end - start;
        }

        @Override
        public char charAt(int index) {
            if (++count[0] > MAX_STEPS) {
                throw new TooManySteps();
            }
            return text.charAt(start + index);
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return new Steps(text, count, start + from, start + to);
        }

        @Override
        public String toString() {
            return text.substring(start, end);
        }
    }

    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super("too many steps", null, false, false);
        }
    }
}
