package dev.skiff.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PathMappingTest {
    private final PathMapping mapping = new PathMapping(Map.of(
            "/tmp/out", Path.of("/R/tmp/out"),
            "/tmp/out2", Path.of("/R/tmp/out2"),
            "/mnt/data", Path.of("/V/data"),
            "/mnt/data/deep", Path.of("/V/deep"),
            "/größe", Path.of("/R/größe")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            quoteCharacter = '`',
            value = {
                // a path by itself, and what may stand around it in a shell
                "/tmp/out                        | /R/tmp/out",
                "echo 1 > /tmp/out               | echo 1 > /R/tmp/out",
                "echo 1 >/tmp/out;ls             | echo 1 >/R/tmp/out;ls",
                "\"/tmp/out\" '/tmp/out'         | \"/R/tmp/out\" '/R/tmp/out'",
                "--to=/tmp/out,/tmp/out          | --to=/R/tmp/out,/R/tmp/out",
                "x:/tmp/out:y                    | x:/R/tmp/out:y",
                "(/tmp/out)&{/tmp/out}           | (/R/tmp/out)&{/R/tmp/out}",
                "open('/tmp/out').read()         | open('/R/tmp/out').read()",
                "curl -d @/tmp/out               | curl -d @/R/tmp/out",
                "See /tmp/out. Then              | See /R/tmp/out. Then",
                "/tmp/out/x.txt /tmp/out/        | /R/tmp/out/x.txt /R/tmp/out/",
                "/tmp/out*                       | /R/tmp/out*",
                // only a part of another path
                "/tmp/out.txt /tmp/output        | /tmp/out.txt /tmp/output",
                "/tmp/out-1 /tmp/out_1           | /tmp/out-1 /tmp/out_1",
                "$HOME/tmp/out ${X}/tmp/out      | $HOME/tmp/out ${X}/tmp/out",
                "./tmp/out ../tmp/out ~/tmp/out  | ./tmp/out ../tmp/out ~/tmp/out",
                "$(pwd)/tmp/out a/tmp/out        | $(pwd)/tmp/out a/tmp/out",
                "file:///tmp/out                 | file:///tmp/out",
                "/tmp //tmp/out                  | /tmp //tmp/out",
                // the longest path counts
                "/tmp/out2 /tmp/out              | /R/tmp/out2 /R/tmp/out",
                "/mnt/data/deep/x /mnt/data/deeper | /V/deep/x /V/data/deeper",
                "/größe /größen                  | /R/größe /größen",
            })
    void aPathIsReplacedWhereverItStandsAsAWhole(String text, String expected) {
        assertThat(mapping.apply(text)).isEqualTo(expected);
    }

    @Test
    void nothingIsReplacedByAnEmptyMapping() {
        assertThat(new PathMapping(Map.of()).apply("a /tmp/out b")).isEqualTo("a /tmp/out b");
    }

    @Test
    void aPlaceWithSpecialCharactersIsTakenLiterally() {
        var odd = new PathMapping(Map.of("/tmp/out", Path.of("/a b/$1\\x")));

        assertThat(odd.apply("/tmp/out")).isEqualTo("/a b/$1\\x");
    }

    @Test
    void aFileIsFoundBelowTheNearestMappedDirectory() {
        assertThat(mapping.find("/mnt/data/a/b")).contains(Path.of("/V/data/a/b"));
        assertThat(mapping.find("/mnt/data/deep/b")).contains(Path.of("/V/deep/b"));
        assertThat(mapping.find("/mnt")).isEmpty();
    }

    @Test
    void aPathIsMadeNormal() {
        assertThat(PathMapping.normal("/a//b/./c/../d/", "it")).isEqualTo("/a/b/d");
    }

    @Test
    void aRelativePathAndTheRootCannotBeMapped() {
        assertThatThrownBy(() -> PathMapping.normal("tmp/x", "the path of output parameter 'o'"))
                .hasMessageContaining("the path of output parameter 'o' is 'tmp/x'")
                .hasMessageContaining("begin it with /");
        assertThatThrownBy(() -> PathMapping.normal("/..", "it")).hasMessageContaining("root directory");
    }
}
