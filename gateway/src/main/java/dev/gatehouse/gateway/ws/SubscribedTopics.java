package dev.gatehouse.gateway.ws;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** The topics that a stream of events is subscribed to, in alphabetical order. Thread-safe. */
final class SubscribedTopics {
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Set<String> topics = new TreeSet<>();

    /** Adds a topic; returns false if there are {@code most} others already. */
    boolean add(String topic, int most) {
        lock.lock();
        try {
            if (topics.size() >= most && !topics.contains(topic)) {
                return false;
            }
            topics.add(topic);
            return true;
        } finally {
            lock.unlock();
        }
    }

    void remove(String topic) {
        lock.lock();
        try {
            topics.remove(topic);
        } finally {
            lock.unlock();
        }
    }

    /** Removes the topics that are not allowed any more, and returns them. */
    List<String> removeUnless(Predicate<String> allowed) {
        lock.lock();
        try {
            List<String> forbidden = topics.stream().filter(allowed.negate()).toList();
            forbidden.forEach(topics::remove);
            return forbidden;
        } finally {
            lock.unlock();
        }
    }

    List<String> all() {
        lock.lock();
        try {
            return List.copyOf(topics);
        } finally {
            lock.unlock();
        }
    }
}
