package dev.skiff.kubernetes.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one candidate knows, and what follows from it. Nobody compares clocks: a lease is left when it has not changed for its duration in the
 * candidate's own clock, whatever the times in it say.
 *
 * @param identity of the candidate, unlike every other's
 * @param seen the lease as it was last seen; null when there is none
 * @param since when it was first seen like this
 * @param renewed when this candidate last began a write that succeeded; null while it is not the leader
 */
record Election(
        String identity,
        LeaseTimes times,
        @Nullable Lease seen,
        Instant since,
        @Nullable Instant renewed) {

    static Election begin(String identity, LeaseTimes times) {
        return new Election(identity, times, null, Instant.MIN, null);
    }

    /** After a look at the server. */
    Election saw(@Nullable Lease lease, Instant now) {
        boolean unchanged = lease != null && seen != null && lease.isAsIn(seen);
        boolean mine = lease != null && lease.holder().equals(identity);
        return new Election(identity, times, lease, unchanged ? since : now, mine ? renewed : null);
    }

    /** After a write that the server took. */
    Election wrote(Lease lease, Instant begun) {
        return new Election(identity, times, lease, begun, lease.holder().equals(identity) ? begun : null);
    }

    /** When this candidate must have renewed the lease again; empty while it does not lead. */
    Optional<Instant> deadline() {
        return Optional.ofNullable(renewed).map(at -> at.plus(times.renew()));
    }

    boolean leads(Instant now) {
        return deadline().filter(now::isBefore).isPresent();
    }

    /** The lease to write now; empty to wait. */
    Optional<Lease> bid(Instant now) {
        if (seen == null) {
            return Optional.of(new Lease("", identity, times.lease(), Lease.text(now), Lease.text(now), 0));
        } else if (seen.holder().equals(identity)) {
            return Optional.of(new Lease(
                    seen.version(), identity, times.lease(), seen.acquired(), Lease.text(now), seen.transitions()));
        } else if (seen.holder().isEmpty() || !now.isBefore(since.plus(longest(seen.duration())))) {
            return Optional.of(new Lease(
                    seen.version(), identity, times.lease(), Lease.text(now), Lease.text(now), seen.transitions() + 1));
        }
        return Optional.empty();
    }

    /** The holder's word counts when it promises more than this candidate's own setting. */
    private Duration longest(Duration promised) {
        return promised.compareTo(times.lease()) > 0 ? promised : times.lease();
    }

    /** The lease that lets the next candidate begin at once; empty when it is not this one's. */
    Optional<Lease> release(Instant now) {
        return Optional.ofNullable(seen)
                .filter(lease -> lease.holder().equals(identity))
                .map(lease -> new Lease(
                        lease.version(),
                        "",
                        Duration.ofSeconds(1),
                        lease.acquired(),
                        Lease.text(now),
                        lease.transitions()));
    }
}
