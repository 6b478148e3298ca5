package dev.skiff.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNameTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "alpine                        | alpine                  | latest     | Always       | https://index.docker.io/v1/",
                "alpine:3.23                   | alpine                  | 3.23       | IfNotPresent | https://index.docker.io/v1/",
                "alpine:latest                 | alpine                  | latest     | Always       | https://index.docker.io/v1/",
                "team/app:1                    | team/app                | 1          | IfNotPresent | https://index.docker.io/v1/",
                "localhost/app                 | localhost/app           | latest     | Always       | localhost",
                "registry.example:5000/a/b     | registry.example:5000/a/b | latest   | Always       | registry.example:5000",
                "registry.example:5000/a/b:2   | registry.example:5000/a/b | 2        | IfNotPresent | registry.example:5000",
                "alpine@sha256:abc             | alpine                  | sha256:abc | IfNotPresent | https://index.docker.io/v1/",
                "alpine:3@sha256:abc           | alpine                  | sha256:abc | IfNotPresent | https://index.docker.io/v1/"
            })
    void aNameIsTakenApart(String written, String repository, String version, String policy, String registry) {
        ImageName name = ImageName.of(written);

        assertThat(name.repository()).isEqualTo(repository);
        assertThat(name.version()).isEqualTo(version);
        assertThat(name.defaultPullPolicy()).isEqualTo(policy);
        assertThat(name.registry()).isEqualTo(registry);
    }
}
