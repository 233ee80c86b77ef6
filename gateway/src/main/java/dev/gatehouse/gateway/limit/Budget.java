package dev.gatehouse.gateway.limit;

/**
 * What one subject may still send to one route. A route whose limit is changed begins with new budgets; where it is not, they outlive a
 * reload.
 */
record Budget(String route, RateLimit limit, Subject subject) {
    /** The same for the same budget in every gateway. */
    String key() {
        return "limit:" + route + ':' + limit.limit() + '/' + limit.period() + '/' + limit.burst() + ':'
                + subject.text();
    }
}
