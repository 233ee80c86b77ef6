package dev.gatehouse.benchmarks.peer;

/**
 * What one load has been: how much of it was answered, and how fast.
 *
 * @param requests that were answered
 * @param seconds that it took
 * @param p50 median latency in microseconds
 * @param p99 in microseconds
 * @param p999 in microseconds
 * @param errors answers that were not the expected ones, and those that did not come
 */
public record Load(long requests, double seconds, double p50, double p99, double p999, long errors) {
    public double rate() {
        return requests / seconds;
    }
}
