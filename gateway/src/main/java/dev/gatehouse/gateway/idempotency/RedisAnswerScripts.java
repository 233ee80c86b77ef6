package dev.gatehouse.gateway.idempotency;

import dev.gatehouse.gateway.redis.RedisScript;

/**
 * The steps of {@link RedisAnswerStore}, each of which Redis runs as a whole. The fields of a key's hash: {@code f} the request's fingerprint,
 * {@code a} the sealed answer, {@code o} whose turn it is, {@code l} when that ends, in milliseconds, {@code d} whether a try may have been
 * executed.
 */
final class RedisAnswerScripts {
    /** Fingerprint, owner, lease, time to keep. Returns one of the numbers below, and after {@link #FINISHED} the answer. */
    static final RedisScript CLAIM = RedisScript.of("""
            local known = redis.call('HMGET', KEYS[1], 'f', 'a', 'l', 'd')
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            if known[1] and known[1] ~= ARGV[1] then return {4} end
            if known[2] then return {3, known[2]} end
            if known[3] and now < tonumber(known[3]) then return {2} end
            redis.call('HSET', KEYS[1], 'f', ARGV[1], 'o', ARGV[2], 'l', string.format('%.0f', now + ARGV[3]))
            if not known[1] then redis.call('PEXPIRE', KEYS[1], ARGV[4]) end
            if known[3] then redis.call('HSET', KEYS[1], 'd', '1') end
            return {(known[3] or known[4]) and 1 or 0}
            """);

    /** Fingerprint, answer, time to keep. Returns the answer that was there before, after a number. */
    static final RedisScript FINISH = RedisScript.of("""
            local known = redis.call('HMGET', KEYS[1], 'f', 'a')
            if known[1] and known[1] ~= ARGV[1] then return {0} end
            if known[2] then return {1, known[2]} end
            redis.call('HSET', KEYS[1], 'f', ARGV[1], 'a', ARGV[2])
            redis.call('HDEL', KEYS[1], 'o', 'l', 'd')
            if not known[1] then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
            return {0}
            """);

    /** Owner, doubt. */
    static final RedisScript RELEASE = RedisScript.of("""
            if redis.call('HGET', KEYS[1], 'o') ~= ARGV[1] then return {0} end
            redis.call('HDEL', KEYS[1], 'o', 'l')
            if ARGV[2] == '1' then redis.call('HSET', KEYS[1], 'd', '1') end
            return {1}
            """);

    static final int TAKEN = 0;
    static final int TAKEN_IN_DOUBT = 1;
    static final int UNDER_WAY = 2;
    static final int FINISHED = 3;
    static final int CONFLICT = 4;

    private RedisAnswerScripts() {}
}
