package dev.skiff.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3EndpointTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                            | ''        | ''             | https://lake.s3.us-east-1.amazonaws.com/a/b
            s3.amazonaws.com              | eu-west-1 | ''             | https://lake.s3.eu-west-1.amazonaws.com/a/b
            s3.eu-central-1.amazonaws.com | ''        | ''             | https://lake.s3.eu-central-1.amazonaws.com/a/b
            s3.amazonaws.com              | cn-north-1| ''             | https://lake.s3.cn-north-1.amazonaws.com.cn/a/b
            ''                            | ''        | path           | https://s3.us-east-1.amazonaws.com/lake/a/b
            minio.example.org:9000        | ''        | ''             | https://minio.example.org:9000/lake/a/b
            MinIO.example.org:443         | ''        | ''             | https://minio.example.org/lake/a/b
            minio.example.org             | ''        | virtual-hosted | https://lake.minio.example.org/a/b
            vpce-1.s3.eu-west-1.vpce.amazonaws.com | eu-west-1 | '' | https://lake.vpce-1.s3.eu-west-1.vpce.amazonaws.com/a/b
            """)
    void theAddressOfAnObject(String server, String region, String style, String address) {
        S3Endpoint endpoint = S3Endpoint.of(server, false, region, style);

        assertThat(endpoint.address("lake", "a/b", endpoint.region()).url("")).isEqualTo(address);
    }

    @Test
    void insecureIsNeverAmazon() {
        assertThat(S3Endpoint.of("minio:9000", true, "", "")
                        .address("lake", "", "r")
                        .url("x="))
                .isEqualTo("http://minio:9000/lake?x=");
        assertThat(S3Endpoint.of("s3.amazonaws.com", true, "", "")
                        .address("lake", "k", "us-east-1")
                        .url(""))
                .startsWith("https://");
    }

    @Test
    void aBucketWithDotsHasNoNameThatACertificateKnows() {
        assertThat(S3Endpoint.of("", false, "", "")
                        .address("my.lake", "k", "us-east-1")
                        .url(""))
                .isEqualTo("https://s3.us-east-1.amazonaws.com/my.lake/k");
    }

    /** The JDK takes such parts of a path for steps. */
    @Test
    void dotsOfAKeyAreSentAsTheyAreMeant() {
        S3Endpoint.Address address = S3Endpoint.of("minio", true, "", "").address("lake", "a/../b/./c..d/..", "r");

        assertThat(address.path()).isEqualTo("/lake/a/../b/./c..d/..");
        assertThat(address.url("")).isEqualTo("http://minio/lake/a/%2E%2E/b/%2E/c..d/%2E%2E");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://minio", "minio/path", "user@minio", "a b"})
    void whatIsNoHostIsRefused(String server) {
        assertThatThrownBy(() -> S3Endpoint.of(server, false, "", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://s3.example.org | https_proxy=http://proxy:3128                         | proxy:3128
            https://s3.example.org | HTTPS_PROXY=proxy:3128                                | proxy:3128
            http://s3.example.org  | HTTPS_PROXY=proxy:3128                                | ''
            https://s3.example.org | HTTPS_PROXY=proxy:3128 NO_PROXY=.example.org          | ''
            https://s3.example.org | HTTPS_PROXY=proxy:3128 NO_PROXY=a,example.org:443     | ''
            https://s3.example.org | HTTPS_PROXY=proxy:3128 NO_PROXY=ample.org             | proxy:3128
            https://s3.example.org | HTTPS_PROXY=proxy:3128 NO_PROXY=*                     | ''
            http://169.254.169.254 | HTTP_PROXY=proxy:3128                                 | ''
            http://localhost:9000  | HTTP_PROXY=proxy:3128                                 | ''
            """)
    void theEnvironmentNamesTheProxy(String url, String variables, String proxy) {
        Map<String, String> environment = java.util.Arrays.stream(variables.split(" ", -1))
                .map(v -> v.split("=", 2))
                .collect(java.util.stream.Collectors.toMap(v -> v[0], v -> v[1]));

        java.net.Proxy chosen = EnvironmentProxy.of(url, environment);

        assertThat(
                        chosen.address() instanceof java.net.InetSocketAddress a
                                ? a.getHostString() + ":" + a.getPort()
                                : "")
                .isEqualTo(proxy);
    }
}
