package dev.gatehouse.common.admin;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What a process shows on its admin socket: its health, and views that its parts add. Thread-safe. */
public final class AdminViews {
    private final Health health;
    private final Map<String, Supplier<?>> views = new ConcurrentHashMap<>();

    public AdminViews(Health health) {
        this.health = health;
    }

    public Health health() {
        return health;
    }

    /**
     * Adds a view, which is written as JSON for each request.
     *
     * @param path such as {@code /config}
     * @param view asked by a thread of the admin socket for each request; should answer from memory
     */
    public void add(String path, Supplier<?> view) {
        if (views.putIfAbsent(path, view) != null) {
            throw new IllegalStateException("there is a view at " + path + " already");
        }
    }

    boolean has(String path) {
        return views.containsKey(path);
    }

    Object view(String path) {
        return Objects.requireNonNull(views.get(path)).get();
    }
}
