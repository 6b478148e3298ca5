package dev.skiff.kubernetes.lease;

import dev.skiff.expr.GoDuration;
import java.time.Duration;
import java.util.Map;

/**
 * How long things take in an election (features.md 8.2).
 *
 * @param lease after which others take a lease over that its holder has not renewed
 * @param renew within which the holder must have renewed it, else it stops to be one; shorter than {@code lease}, so that never two decide
 * @param retry between two tries
 */
public record LeaseTimes(Duration lease, Duration renew, Duration retry) {

    public static final LeaseTimes DEFAULT =
            new LeaseTimes(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(5));

    /** @throws IllegalArgumentException unless {@code retry < renew < lease} */
    public LeaseTimes {
        if (retry.compareTo(Duration.ZERO) <= 0 || retry.compareTo(renew) >= 0 || renew.compareTo(lease) >= 0) {
            throw new IllegalArgumentException(
                    "leader election needs a retry period (%s) below the renew deadline (%s) below the lease duration (%s)"
                            .formatted(GoDuration.format(retry), GoDuration.format(renew), GoDuration.format(lease)));
        }
    }

    /** @throws IllegalArgumentException with a sentence for people, when a variable is malformed */
    public static LeaseTimes of(Map<String, String> environment) {
        return new LeaseTimes(
                duration(environment, "LEADER_ELECTION_LEASE_DURATION", DEFAULT.lease),
                duration(environment, "LEADER_ELECTION_RENEW_DEADLINE", DEFAULT.renew),
                duration(environment, "LEADER_ELECTION_RETRY_PERIOD", DEFAULT.retry));
    }

    /** Whether there is no election, and this process decides alone ({@code LEADER_ELECTION_DISABLE}). */
    public static boolean disabled(Map<String, String> environment) {
        return environment.getOrDefault("LEADER_ELECTION_DISABLE", "false").equals("true");
    }

    private static Duration duration(Map<String, String> environment, String name, Duration otherwise) {
        String given = environment.getOrDefault(name, "");
        if (given.isEmpty()) {
            return otherwise;
        }
        Duration read = GoDuration.parse(given);
        if (read == null) {
            throw new IllegalArgumentException(
                    name + ": expected a duration such as 15s, but this is \"" + given + "\"");
        }
        return read;
    }
}
