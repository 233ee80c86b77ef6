package dev.gatehouse.gateway.tls;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of a certificate that is out of date or will soon be, once a day and when it is another one. Confined to one thread at a time. */
final class ExpiryWarning {
    static final Duration AHEAD = Duration.ofDays(14);
    private static final Duration PAUSE = Duration.ofDays(1);
    private static final Logger LOG = LoggerFactory.getLogger(ExpiryWarning.class);

    private final InstantSource clock;
    private Instant next = Instant.MIN;
    private Instant warnedOf = Instant.MIN;

    ExpiryWarning(InstantSource clock) {
        this.clock = clock;
    }

    void look(Identity identity) {
        Instant now = clock.instant();
        Instant until = identity.certificate().getNotAfter().toInstant();
        if (now.isBefore(next) && until.equals(warnedOf)) {
            return;
        }
        next = now.plus(PAUSE);
        warnedOf = until;
        String subject = identity.certificate().getSubjectX500Principal().getName();
        identity.outOfDate(now)
                .ifPresentOrElse(
                        why -> LOG.warn("tls: {} ({}): clients will refuse to connect", why, subject),
                        () -> warnAhead(subject, now, until));
    }

    private static void warnAhead(String subject, Instant now, Instant until) {
        if (!now.plus(AHEAD).isBefore(until)) {
            LOG.warn("tls: the certificate expires soon, at {} ({})", until, subject);
        }
    }
}
