package dev.skiff.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects are followed as Go's client follows them. */
class RedirectsTest {

    private static TestServer moved(String status, String location) throws IOException {
        return TestServer.of((request, out) -> out.write(
                request.line().contains("/from")
                        ? TestServer.answer(status, "elsewhere", "Location: " + location)
                        : TestServer.answer("200 OK", "here")));
    }

    @ParameterizedTest
    @CsvSource({"301, GET", "302, GET", "303, GET", "307, POST", "308, POST"})
    void aPostIsRepeatedOnlyWhereTheStatusSaysSo(int status, String method) throws IOException {
        try (var server = moved(status + " Moved", "/to?x=1")) {
            assertThat(HttpTasks.to(server.url("/from"))
                            .method("POST")
                            .body("b")
                            .result())
                    .isEqualTo("here");

            assertThat(server.request().line()).isEqualTo(method + " /to?x=1 HTTP/1.1");
            assertThat(server.request().body()).isEqualTo(method.equals("POST") ? "b" : "");
            assertThat(server.request().field("referer")).containsExactly(server.url("/from"));
        }
    }

    @Test
    void aStatusWithoutALocationIsTheAnswer() throws IOException {
        try (var server = TestServer.saying("302 Found", "b")) {
            assertThat(HttpTasks.to(server.url("/")).message()).isEqualTo("received non-2xx response code: 302");
        }
    }

    @Test
    void circlesEndAfterTenRequests() throws IOException {
        try (var server = moved("302 Found", "/from")) {
            assertThat(HttpTasks.to(server.url("/from")).message())
                    .isEqualTo("Get \"" + server.url("/from") + "\": stopped after 10 redirects");
            assertThat(server.requests()).hasSize(10);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "gopher://x"})
    void aRedirectLeadsToHttpOnly(String location) throws IOException {
        try (var server = moved("302 Found", location)) {
            assertThat(HttpTasks.to(server.url("/from")).message()).contains("unsupported protocol scheme");
        }
    }

    @Test
    void whatIsSecretIsNotSentToAnotherHost() throws IOException {
        try (var other = TestServer.saying("200 OK", "there");
                var server = moved("302 Found", "http://localhost:" + other.port() + "/")) {
            HttpTasks.to(server.url("/from"))
                    .secretHeader("Authorization", "api", "token")
                    .header("cookie", "c")
                    .header("X-A", "1")
                    .result();

            assertThat(server.request().field("authorization")).isNotEmpty();
            assertThat(other.request().field("authorization")).isEmpty();
            assertThat(other.request().field("cookie")).isEmpty();
            assertThat(other.request().field("x-a")).containsExactly("1");
        }
    }

    @Test
    void whatIsSecretIsSentToTheSameHostAgain() throws IOException {
        try (var server = moved("302 Found", "/to")) {
            HttpTasks.to(server.url("/from")).header("Authorization", "me").result();

            assertThat(server.request().field("authorization")).containsExactly("me");
        }
    }
}
