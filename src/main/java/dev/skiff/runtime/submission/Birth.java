package dev.skiff.runtime.submission;

import dev.skiff.port.Surroundings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * What a workflow gets when it is submitted.
 *
 * @param random for its name
 * @param uid of its own
 */
public record Birth(Instant at, RandomGenerator random, UUID uid) {

    /** Like no other. */
    public static Birth fresh(Instant at, RandomGenerator random) {
        return new Birth(at, random, UUID.randomUUID());
    }

    /**
     * The same in each process that is the same, so that a run is found again.
     *
     * @param number of the workflow among those of the command
     * @param attempt how often the run has ended with a failure before
     */
    public static Birth again(Surroundings.Identity identity, int number, int attempt) {
        UUID uid = UUID.nameUUIDFromBytes(
                (identity.key() + "/" + number + "/" + attempt).getBytes(StandardCharsets.UTF_8));
        return new Birth(
                identity.since(), new Random(uid.getLeastSignificantBits() ^ uid.getMostSignificantBits()), uid);
    }
}
