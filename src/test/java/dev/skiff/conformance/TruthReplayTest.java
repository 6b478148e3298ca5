package dev.skiff.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Argo's own recorded runs, decided once more by the engine: no container, every order of events that three seeds give. */
class TruthReplayTest {
    private static final Path ARGO = Path.of("../shared/argo");
    private static final long[] SEEDS = {1, 2, 3};

    @TestFactory
    Stream<DynamicTest> theEngineMakesOfTheSameEventsWhatArgoMadeOfThem() {
        Assumptions.assumeTrue(Files.isDirectory(ARGO.resolve("truth")), "needs ../shared/argo/truth");
        return TruthCase.all(ARGO).stream()
                .filter(c -> LanguageNeeds.of(c.workflow()).isEmpty())
                .map(c -> dynamicTest(c.name(), () -> compare(c)));
    }

    private static void compare(TruthCase recorded) throws JsonProcessingException {
        for (long seed : SEEDS) {
            TruthReplay.Outcome outcome = TruthReplay.play(recorded, seed);
            StatusShape argo = StatusShape.ofTruth(recorded.truth());
            StatusShape skiff = StatusShape.ofWorkflow(outcome.workflow());
            List<String> differences =
                    recorded.tellsTheTime() ? ShapeDiff.betweenStructures(argo, skiff) : ShapeDiff.between(argo, skiff);
            assertThat(String.join("\n", differences))
                    .as("%s, seed %d: what differs from Argo", recorded.file(), seed)
                    .isEmpty();
            assertThat(StatusRules.breaches(outcome.workflow()))
                    .as("seed %d", seed)
                    .isEmpty();
            assertThat(outcome.surprises()).as("seed %d", seed).isEmpty();
        }
    }
}
