package dev.gatehouse.gateway.limit;

/** Where tokens are counted. Thread-safe. */
interface Buckets {
    /** Takes one token out of a budget's bucket, where there is one; a bucket that is not known is full. */
    Decision take(Budget budget);
}
