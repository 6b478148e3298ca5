package dev.skiff.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataDirectoryTest {
    private static final Path HOME = Path.of("/home/ann");

    @Test
    void skiffHomeComesFirst() {
        assertThat(of(Map.of("SKIFF_HOME", "/x", "XDG_DATA_HOME", "/y"), "Linux"))
                .isEqualTo(Path.of("/x"));
    }

    @Test
    void thenTheDirectoryOfTheXdgSpecification() {
        assertThat(of(Map.of("XDG_DATA_HOME", "/y"), "Linux")).isEqualTo(Path.of("/y/skiff"));
        assertThat(of(Map.of("XDG_DATA_HOME", "relative"), "Linux")).isEqualTo(Path.of("/home/ann/.local/share/skiff"));
    }

    @Test
    void thenThePlaceOfTheSystem() {
        assertThat(of(Map.of("SKIFF_HOME", ""), "Linux")).isEqualTo(Path.of("/home/ann/.local/share/skiff"));
        assertThat(of(Map.of(), "Mac OS X")).isEqualTo(Path.of("/home/ann/Library/Application Support/skiff"));
    }

    private static Path of(Map<String, String> environment, String os) {
        return DataDirectory.of(environment, HOME, os);
    }
}
