package dev.skiff.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The one list of where Skiff does otherwise than Argo did.
 *
 * @param all in the order of the file
 * @param dice names of examples whose end is left to chance
 */
record Deviations(List<Deviation> all, Set<String> dice) {
    private static final Path FILE = Path.of("src/test/resources/conformance/deviations.yaml");

    /**
     * @param example a name of {@link Example}
     * @param differs what is before the line break in a line of {@link ShapeDiff}
     * @param why a sentence without a full stop
     */
    record Deviation(String example, Pattern differs, String why) {
        boolean explains(String difference) {
            return differs.matcher(difference.lines().findFirst().orElse("")).matches();
        }
    }

    static Deviations read() {
        try {
            JsonNode file = TruthCase.yaml(Files.readString(FILE));
            List<Deviation> all = new ArrayList<>();
            file.path("deviations")
                    .forEach(d -> all.add(new Deviation(
                            d.path("example").asText(),
                            Pattern.compile(d.path("differs").asText()),
                            d.path("why").asText())));
            Set<String> dice = new HashSet<>();
            file.path("dice").forEach(name -> dice.add(name.asText()));
            return new Deviations(all, dice);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Deviation> of(Example example) {
        return all.stream().filter(d -> d.example().equals(example.name())).toList();
    }
}
