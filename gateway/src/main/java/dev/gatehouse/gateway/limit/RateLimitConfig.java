package dev.gatehouse.gateway.limit;

import dev.gatehouse.common.config.ConfigReader;

/**
 * How requests are counted for rate limits.
 *
 * @param maxSubjects whose requests are counted apart from each other, in the memory of this gateway
 */
public record RateLimitConfig(int maxSubjects) {
    public static final int DEFAULT_MAX_SUBJECTS = 100_000;
    public static final RateLimitConfig DEFAULT = new RateLimitConfig(DEFAULT_MAX_SUBJECTS);

    public static RateLimitConfig read(ConfigReader reader) {
        return new RateLimitConfig(reader.integer("rate-limit.max-subjects", DEFAULT_MAX_SUBJECTS, 1_000, 10_000_000));
    }
}
