package dev.skiff.crd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;

/**
 * What {@code kubectl explain} says, one line each: {@code Type<tab>text} or {@code Type.field<tab>text}. It knows which lines were asked for,
 * so that none stays behind when a field goes.
 */
final class Descriptions {

    private final Map<String, String> texts;
    private final Set<String> used = new ConcurrentSkipListSet<>();

    private Descriptions(Map<String, String> texts) {
        this.texts = texts;
    }

    static Descriptions read(Path file) throws IOException {
        return new Descriptions(Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank())
                .map(line -> line.split("\t", 2))
                .collect(Collectors.toMap(
                        line -> line[0],
                        line -> line[1],
                        (first, second) -> {
                            throw new IllegalArgumentException("described twice: " + first);
                        },
                        TreeMap::new)));
    }

    Optional<String> of(String name) {
        used.add(name);
        return Optional.ofNullable(texts.get(name));
    }

    /** The lines that nothing has asked for. */
    Set<String> unused() {
        return texts.keySet().stream().filter(name -> !used.contains(name)).collect(Collectors.toSet());
    }
}
