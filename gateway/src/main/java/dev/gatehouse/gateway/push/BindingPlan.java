package dev.gatehouse.gateway.push;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Who is to get pushes, what the queue has to be bound with for that, and what is to be done about it next. A subscriber is in the index before
 * its key is bound. Thread-safe: the monitor guards all but {@link #at}.
 *
 * @param <Q> what stands for a queue; after each loss there is another one
 */
final class BindingPlan<Q> {
    /** As many as the broker binds in a fraction of a second, because those who come meanwhile wait for it. */
    private static final int MOST_TO_BIND = 1_000;
    /** Fewer, because nobody waits for them, and those who come meanwhile do. */
    private static final int MOST_TO_UNBIND = 200;

    private final PushIndex index = new PushIndex();

    @GuardedBy("this")
    private final KeyStates keys;

    @GuardedBy("this")
    private final PendingJoins pending = new PendingJoins();

    @GuardedBy("this")
    private Optional<Opening<Q>> opening = Optional.empty();

    /** The queue that is there, bound and consumed. */
    @GuardedBy("this")
    private Optional<Q> queue = Optional.empty();

    @GuardedBy("this")
    private boolean unbindsNext;

    @GuardedBy("this")
    private boolean closed;

    /** A queue that is being opened, and what it is being bound with. */
    private record Opening<Q>(Q queue, List<String> keys) {}

    /** What is to be done about the bindings of a queue. */
    sealed interface Work<Q> {
        Q queue();

        record Bind<Q>(Q queue, List<String> keys) implements Work<Q> {}

        record Unbind<Q>(Q queue, List<String> keys) implements Work<Q> {}
    }

    /**
     * @param linger how long a key stays bound that has no subscriber
     * @param ticker nanoseconds from any origin
     */
    BindingPlan(Duration linger, LongSupplier ticker) {
        this.keys = new KeyStates(linger, ticker);
    }

    /** Who gets the pushes of a key. Never waits. */
    Set<PushSubscriber> at(String key) {
        return index.at(key);
    }

    synchronized boolean isOpen() {
        return queue.isPresent();
    }

    synchronized int bindings() {
        return keys.bound();
    }

    synchronized int subscribers() {
        return index.subscribers();
    }

    /** Puts a subscriber into the index; it has joined when all keys are bound. */
    synchronized PendingJoin join(Set<String> wanted, PushSubscriber subscriber) {
        PendingJoin join = new PendingJoin(wanted, subscriber);
        if (closed) {
            join.settle(false);
            return join;
        }
        for (String key : wanted) {
            index.add(key, subscriber);
            if (!keys.need(key)) {
                pending.add(key, join);
            }
        }
        settleIfComplete(join);
        notifyAll();
        return join;
    }

    /** Takes a subscriber out of the index, where its keys have not all been bound; false where they have. */
    synchronized boolean giveUp(PendingJoin join) {
        if (join.isBound()) {
            return false;
        }
        pending.remove(join);
        remove(join.keys(), join.subscriber());
        return true;
    }

    synchronized void leave(Collection<String> left, PushSubscriber subscriber) {
        remove(left, subscriber);
        notifyAll();
    }

    /** A new queue is there, in place of any other; says what it is to be bound with before it counts as open. */
    synchronized List<String> opening(Q fresh) {
        forgetQueue();
        Opening<Q> begun = new Opening<>(fresh, index.keys());
        opening = Optional.of(begun);
        return begun.keys();
    }

    /** The new queue is bound and consumed. Says who may have missed pushes. */
    synchronized List<PushSubscriber> opened() {
        if (opening.isEmpty()) {
            return List.of();
        }
        List<PushSubscriber> mayHaveMissed = index.joined();
        queue = Optional.of(opening.get().queue());
        opening.get().keys().forEach(this::bound);
        opening = Optional.empty();
        notifyAll();
        return mayHaveMissed;
    }

    /** A queue is gone; false where that was known. */
    synchronized boolean ended(Q gone) {
        boolean isNews = isCurrent(gone);
        if (opening.isPresent() && opening.get().queue().equals(gone)) {
            opening = Optional.empty();
        }
        if (isNews) {
            forgetQueue();
        }
        return isNews;
    }

    /** Waits until there is something to do. One thread calls it, and does one thing after the other. */
    synchronized Work<Q> next() throws InterruptedException {
        Optional<Work<Q>> next = queue.flatMap(this::due);
        while (next.isEmpty()) {
            if (queue.isPresent()) {
                NANOSECONDS.timedWait(this, keys.nanosToOverdue());
            } else {
                wait();
            }
            next = queue.flatMap(this::due);
        }
        return next.get();
    }

    /** What can be done now. Binding and unbinding take turns. */
    synchronized Optional<Work<Q>> poll() {
        return queue.flatMap(this::due);
    }

    synchronized void bound(Work.Bind<Q> done) {
        if (isCurrent(done.queue())) {
            done.keys().forEach(this::bound);
            notifyAll();
        }
    }

    /** The broker does not let the queue be bound with these keys. */
    synchronized void refused(Work.Bind<Q> refused) {
        if (isCurrent(refused.queue())) {
            refused.keys().forEach(keys::refused);
            refused.keys().forEach(pending::refused);
        }
    }

    /** Lets nobody join any more, and ends the waits of those who wait. */
    synchronized void close() {
        closed = true;
        pending.refuseAll();
    }

    @GuardedBy("this")
    private void forgetQueue() {
        queue = Optional.empty();
        keys.clear();
    }

    @GuardedBy("this")
    private Optional<Work<Q>> due(Q current) {
        boolean unbinds = unbindsNext;
        unbindsNext = !unbinds;
        Optional<Work<Q>> first = unbinds ? unbind(current) : bind(current);
        return first.isPresent() ? first : unbinds ? bind(current) : unbind(current);
    }

    @GuardedBy("this")
    private Optional<Work<Q>> bind(Q current) {
        return Optional.of(keys.takeWanted(MOST_TO_BIND))
                .filter(taken -> !taken.isEmpty())
                .map(taken -> new Work.Bind<>(current, taken));
    }

    @GuardedBy("this")
    private Optional<Work<Q>> unbind(Q current) {
        return Optional.of(keys.takeOverdue(MOST_TO_UNBIND))
                .filter(taken -> !taken.isEmpty())
                .map(taken -> new Work.Unbind<>(current, taken));
    }

    @GuardedBy("this")
    private void bound(String key) {
        keys.nowBound(key);
        if (!index.has(key)) {
            keys.forsake(key);
        }
        pending.bound(key).forEach(this::settleIfComplete);
    }

    @GuardedBy("this")
    private void settleIfComplete(PendingJoin join) {
        if (join.isComplete()) {
            index.joined(join.subscriber());
            join.settle(true);
        }
    }

    @GuardedBy("this")
    private void remove(Collection<String> left, PushSubscriber subscriber) {
        for (String key : left) {
            if (index.remove(key, subscriber)) {
                keys.forsake(key);
            }
        }
    }

    @GuardedBy("this")
    private boolean isCurrent(Q which) {
        return queue.isPresent() && queue.get().equals(which);
    }
}
