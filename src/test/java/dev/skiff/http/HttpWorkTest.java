package dev.skiff.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.TaskState.Results;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.model.Bundle;
import dev.skiff.model.HTTP;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RES-04, RES-05. */
class HttpWorkTest {
    private static final Bundle NOTHING = new Bundle(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    @Test
    void withoutAMethodItIsGetAndTheBodyOfTheResponseIsTheResult() throws IOException {
        try (var server = TestServer.saying("200 OK", "héllo\n")) {
            assertThat(HttpTasks.to(server.url("/a?b=c")).result()).isEqualTo("héllo\n");

            assertThat(server.request().line()).isEqualTo("GET /a?b=c HTTP/1.1");
            assertThat(server.request().field("Host")).containsExactly("127.0.0.1:" + server.port());
            assertThat(server.request().field("Upgrade")).isEmpty();
        }
    }

    @Test
    void methodHeadersAndBodyAreSentAsTheyAreWritten() throws IOException {
        try (var server = TestServer.saying("201 Created", "")) {
            HttpTasks.to(server.url("/"))
                    .method("POST")
                    .header("X-A", "1")
                    .header("X-A", "2")
                    .header("Content-Type", "application/json")
                    .body("{\"ü\": 1}")
                    .result();

            assertThat(server.request().line()).startsWith("POST / ");
            assertThat(server.request().field("x-a")).containsExactly("1", "2");
            assertThat(server.request().field("content-type")).containsExactly("application/json");
            assertThat(bytesOf(server.request().body())).isEqualTo("{\"ü\": 1}".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static byte[] bytesOf(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void bytesAreBase64AndComeBeforeTheBody() throws IOException {
        try (var server = TestServer.saying("200 OK", "")) {
            HttpTasks.to(server.url("/"))
                    .method("PUT")
                    .bytes("aGk=")
                    .body("not this")
                    .result();

            assertThat(server.request().body()).isEqualTo("hi");
            assertThat(HttpTasks.to(server.url("/")).bytes("%").message())
                    .startsWith("http.bodyFrom.bytes is not base64");
        }
    }

    @Test
    void theHostFieldCanBeRewritten() throws IOException {
        try (var server = TestServer.saying("200 OK", "")) {
            HttpTasks.to(server.url("/")).header("Host", "other.example").result();

            assertThat(server.request().field("host")).containsExactly("other.example");
        }
    }

    @Test
    void aHeaderMayComeFromASecretOfTheRun() throws IOException {
        try (var server = TestServer.saying("200 OK", "")) {
            HttpTasks.to(server.url("/"))
                    .secretHeader("Authorization", "api", "token")
                    .result();

            assertThat(server.request().field("authorization")).containsExactly("Bearer s3cr3t");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nope, token, 'header \"X\": there is no Secret \"nope\"; put it into the workflow''s file'",
        "api, nope, 'header \"X\": the Secret \"api\" has no key \"nope\"; it has [token, two-lines]'",
        "api, two-lines, 'Get \"http://localhost:1/\": net/http: invalid header field value for \"X\"'"
    })
    void aSecretThatCannotBeSentFailsWithoutItsValue(String secret, String key, String message) {
        assertThat(HttpTasks.to("http://localhost:1/")
                        .secretHeader("X", secret, key)
                        .message())
                .startsWith(message)
                .doesNotContain("s3cr3t", "Evil");
    }

    @ParameterizedTest
    @ValueSource(strings = {"300 Many", "301 Moved", "400 Bad", "404 Not Found", "500 Error", "503 Busy"})
    void aStatusThatIsNot2xxFailsAndTheBodyIsKept(String status) throws IOException {
        try (var server = TestServer.saying(status, "why")) {
            var outcome = HttpTasks.to(server.url("/")).perform();

            assertThat(outcome.verdict()).isEqualTo(Verdict.FAILED);
            assertThat(outcome.message()).isEqualTo("received non-2xx response code: " + status.substring(0, 3));
            assertThat(outcome.results().stdout()).isEqualTo("why");
            assertThat(outcome.exitCode()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "response.statusCode == 418",
                "response.body contains \"tea\"",
                "response.headers[\"X-Kind\"][0] == 'pot' && response.headers['X-Kind'][1] == 'green'",
                "len(response.headers['Nothing'] ?? []) == 0",
                "request.method == 'POST' && request.body == 'q'",
                "request.url endsWith '/brew'",
                "request.bodyBytes == [113]",
                "request.headers['x-mine'][0] == 'm'",
                "!('Authorization' in request.headers)",
            })
    void theConditionSeesRequestAndResponse(String condition) throws IOException {
        try (var server = TestServer.saying("418 Teapot", "no tea", "x-kind: pot", "X-KIND: green")) {
            var outcome = HttpTasks.to(server.url("/brew"))
                    .method("POST")
                    .body("q")
                    .header("x-mine", "m")
                    .secretHeader("Authorization", "api", "token")
                    .successCondition(condition)
                    .perform();

            assertThat(outcome.message()).isEmpty();
            assertThat(outcome.verdict()).isEqualTo(Verdict.SUCCEEDED);
        }
    }

    @Test
    void aConditionThatIsFalseFailsWithItsText() throws IOException {
        try (var server = TestServer.saying("200 OK", "no")) {
            var outcome = HttpTasks.to(server.url("/"))
                    .successCondition("response.body == \"yes\"")
                    .perform();

            assertThat(outcome.message()).isEqualTo("successCondition 'response.body == \"yes\"' evaluated false");
            assertThat(outcome.results().stdout()).isEqualTo("no");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "response.statuscode > 1, successCondition cannot be evaluated",
        "response.body, expected a boolean",
        "response.statusCode ==, successCondition cannot be evaluated",
        "workflow.name == '', successCondition cannot be evaluated",
    })
    void aConditionThatCannotBeEvaluatedFailsAndPointsIntoItself(String condition, String message) throws IOException {
        try (var server = TestServer.saying("200 OK", "no")) {
            var outcome =
                    HttpTasks.to(server.url("/")).successCondition(condition).perform();

            assertThat(outcome.verdict()).isEqualTo(Verdict.FAILED);
            assertThat(outcome.message()).contains(message, "^");
            assertThat(outcome.results().stdout()).isEqualTo("no");
        }
    }

    @Test
    void aBodyAsLargeAsTheLimitIsTheResult() throws IOException {
        String body = "x".repeat(HttpWork.LIMIT);
        try (var server = TestServer.saying("200 OK", body)) {
            assertThat(HttpTasks.to(server.url("/")).result()).isEqualTo(body);
        }
    }

    @Test
    void aBodyBeyondTheLimitFailsAndBothSizesAreSaid() throws IOException {
        try (var server = TestServer.saying("200 OK", "x".repeat(HttpWork.LIMIT + 1))) {
            assertThat(HttpTasks.to(server.url("/")).message())
                    .isEqualTo("Get \"" + server.url("/") + "\": the response's body has 1048577 bytes,"
                            + " and a result may have at most 1048576 bytes");
        }
    }

    @Test
    void aBodyWithoutEndIsNotReadToItsEnd() throws IOException {
        try (var server = TestServer.of((request, out) -> {
            out.write(bytesOf("HTTP/1.1 200 OK\r\n\r\n"));
            while (true) {
                out.write(new byte[1 << 16]);
            }
        })) {
            assertThat(HttpTasks.to(server.url("/")).message()).contains("the response's body is larger", "1048576");
        }
    }

    @Test
    void aConnectionThatIsCutFails() throws IOException {
        try (var server = TestServer.of(
                (request, out) -> out.write(bytesOf("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")))) {
            var outcome = HttpTasks.to(server.url("/")).perform();

            assertThat(outcome.verdict()).isEqualTo(Verdict.FAILED);
            assertThat(outcome.message()).startsWith("Get \"" + server.url("/") + "\": ");
            assertThat(outcome.results()).isEqualTo(Results.NONE);
        }
    }

    @Test
    void aConnectionThatIsClosedWithoutAnAnswerIsEof() throws IOException {
        try (var server = TestServer.of((request, out) -> {})) {
            assertThat(HttpTasks.to(server.url("/")).method("POST").message())
                    .isEqualTo("Post \"" + server.url("/") + "\": EOF");
        }
    }

    @Test
    void anAnswerThatIsNotHttpFails() throws IOException {
        try (var server = TestServer.of((request, out) -> out.write(bytesOf("SSH-2.0-OpenSSH_9.9\r\n\r\n")))) {
            assertThat(HttpTasks.to(server.url("/")).message()).startsWith("Get \"" + server.url("/") + "\": ");
        }
    }

    @Test
    void nobodyListeningIsSaid() throws IOException {
        int port;
        try (var server = TestServer.saying("200 OK", "")) {
            port = server.port();
        }
        assertThat(HttpTasks.to("http://127.0.0.1:" + port + "/x").message())
                .isEqualTo("Get \"http://127.0.0.1:" + port + "/x\": dial tcp 127.0.0.1:" + port
                        + ": connect: connection refused");
    }

    @Test
    void aNameThatDoesNotExistIsSaid() {
        assertThat(HttpTasks.to("http://nowhere.invalid/").message())
                .isEqualTo("Get \"http://nowhere.invalid/\": dial tcp: lookup nowhere.invalid: no such host");
    }

    // CONFLICT-04
    @Test
    void withoutTimeoutSecondsNothingEndsAnAnswer() throws RequestFailed {
        assertThat(timeout(null)).isNull();
        assertThat(timeout(7L)).isEqualTo(Duration.ofSeconds(7));
    }

    private static @Nullable Duration timeout(@Nullable Long seconds) throws RequestFailed {
        var http = new HTTP(null, null, List.of(), null, null, null, seconds, "http://localhost/");
        return HttpWork.request(http, NOTHING).timeout();
    }

    @Test
    void aSlowAnswerFailsAfterTimeoutSeconds() throws IOException {
        try (var server = TestServer.of((request, out) -> Thread.sleep(Duration.ofMinutes(1)))) {
            assertThat(HttpTasks.to(server.url("/")).timeoutSeconds(1).message())
                    .isEqualTo("Get \"" + server.url("/") + "\": context deadline exceeded (timeoutSeconds: 1)");
        }
    }

    @Test
    void aSlowBodyFailsAfterTimeoutSecondsToo() throws IOException {
        try (var server = TestServer.of((request, out) -> {
            out.write(bytesOf("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"));
            out.flush();
            Thread.sleep(Duration.ofMinutes(1));
        })) {
            assertThat(HttpTasks.to(server.url("/")).timeoutSeconds(1).message())
                    .contains("context deadline exceeded");
        }
    }

    @Test
    void anInterruptEndsTheRequestAtOnce() throws Exception {
        var asked = new CountDownLatch(1);
        try (var server = TestServer.of((request, out) -> {
                    asked.countDown();
                    Thread.sleep(Duration.ofMinutes(1));
                });
                var work = new HttpWork()) {
            var thrown = new AtomicReference<Throwable>();
            var worker = Thread.ofVirtual().start(() -> {
                try {
                    work.perform(HttpTasks.to(server.url("/")).task(), HttpTasks.context(), line -> {});
                } catch (InterruptedException e) {
                    thrown.set(e);
                }
            });
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            worker.interrupt();

            assertThat(worker.join(Duration.ofSeconds(10))).isTrue();
            assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://x/, 'Get \"ftp://x/\": unsupported protocol scheme \"ftp\"'",
        "example.com, 'Get \"example.com\": unsupported protocol scheme \"\"'",
        "'', 'Get \"\": unsupported protocol scheme \"\"'",
        "http:///path, 'Get \"http:///path\": http: no Host in request URL'",
        "http://a/%zz, 'parse \"http://a/%zz\": invalid URL escape \"%zz\"'",
        "':8080/x', 'parse \":8080/x\": missing protocol scheme'",
        "'http://a b/', 'parse \"http://a b/\": invalid host \"a b\"'",
        "ftp://u:hidden@x/, 'Get \"ftp://u:***@x/\": unsupported protocol scheme \"ftp\"'",
    })
    void aWrongUrlIsSaidInGosWords(String url, String message) {
        assertThat(HttpTasks.to(url).message()).isEqualTo(message);
    }

    @Test
    void aUrlWithALineBreakIsRefused() {
        assertThat(HttpTasks.to("http://localhost:1/ HTTP/1.1\r\nX-Evil: 1").message())
                .endsWith("net/url: invalid control character in URL");
    }

    @ParameterizedTest
    @CsvSource({
        "X-A, 'a\r\nX-Evil: 1', 'net/http: invalid header field value for \"X-A\"'",
        "'X-A: 1\r\nX-Evil', 1, 'net/http: invalid header field name \"X-A: 1\\r\\nX-Evil\"'",
        "'', 1, 'net/http: invalid header field name \"\"'",
    })
    void noHeaderCanBeInjected(String name, String value, String message) throws IOException {
        try (var server = TestServer.saying("200 OK", "")) {
            assertThat(HttpTasks.to(server.url("/")).header(name, value).message())
                    .isEqualTo("Get \"" + server.url("/") + "\": " + message);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aMethodThatIsNoTokenIsRefused() {
        assertThat(HttpTasks.to("http://localhost:1/").method("GE T").message())
                .isEqualTo("net/http: invalid method \"GE T\"");
    }

    @Test
    void charactersThatNeedItAreEscaped() throws IOException {
        try (var server = TestServer.saying("200 OK", "")) {
            HttpTasks.to(server.url("/a b/ü|^{}?q=a b&x=\"%20")).result();

            assertThat(server.request().line()).isEqualTo("GET /a%20b/%C3%BC%7C%5E%7B%7D?q=a%20b&x=%22%20 HTTP/1.1");
        }
    }

    @Test
    void userAndPasswordOfTheUrlAreSentButNeverSaid() throws IOException {
        try (var server = TestServer.saying("200 OK", "")) {
            HttpTasks.to("http://me:p%40ss@127.0.0.1:" + server.port() + "/").result();

            assertThat(server.request().field("authorization")).containsExactly("Basic bWU6cEBzcw==");
        }
    }
}
