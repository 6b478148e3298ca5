package dev.skiff.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.port.service.LogEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Who may ask, what is refused, and how streams and files go over the wire. */
class ApiConnectionsTest extends ServedApi {

    @Test
    void streamsAreEventsForWhoAsksForThem() throws Exception {
        createdByArgo();
        HttpResponse<InputStream> answer = client.send(
                to("/api/v1/workflow-events/team?fields=result.type,result.object.metadata.name")
                        .header("Accept", "text/event-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine())
                    .startsWith("data: {\"result\":{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"hello-");
            assertThat(lines.readLine()).isEmpty();
            service.end("team", "hello-0", "Succeeded");
            assertThat(lines.readLine()).contains("MODIFIED");
        }
        await("the stream's thread has ended", () -> service.streams.get() == 0);
    }

    @Test
    void logsAreALineEachWithoutEvents() throws Exception {
        createdByArgo();
        service.lines.add(new LogEntry("one", "pod-1"));
        service.lines.add(new LogEntry("two", "pod-2"));
        HttpResponse<String> answer = client.send(
                to("/api/v1/workflows/team/hello-0/log?logOptions.container=main")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body().lines())
                .containsExactly(
                        "{\"result\":{\"content\":\"one\",\"podName\":\"pod-1\"}}",
                        "{\"result\":{\"content\":\"two\",\"podName\":\"pod-2\"}}");
        Answer missing = get("/api/v1/workflows/team/nobody/log");
        assertThat(missing.status()).isEqualTo(404);
    }

    /** As a browser does by itself when it has lost a stream. */
    @Test
    void whoComesAgainWithTheLastIdHearsWhatIsAfterIt() throws Exception {
        createdByArgo();
        for (String line : List.of("one a", "one b", "two a", "three b", "two b")) {
            service.lines.add(new LogEntry(line, "pod-" + line.charAt(line.length() - 1)));
        }
        assertThat(events("", ""))
                .containsExactly(
                        "pod-a=1 one a",
                        "pod-a=1,pod-b=1 one b",
                        "pod-a=2,pod-b=1 two a",
                        "pod-a=2,pod-b=2 three b",
                        "pod-a=2,pod-b=3 two b");
        assertThat(events("pod-a=1,pod-b=1", ""))
                .containsExactly("pod-a=2,pod-b=1 two a", "pod-a=2,pod-b=2 three b", "pod-a=2,pod-b=3 two b");
        assertThat(events("pod-b=2", ""))
                .containsExactly("pod-a=1,pod-b=2 one a", "pod-a=2,pod-b=2 two a", "pod-a=2,pod-b=3 two b");
        assertThat(events("pod-a=2,pod-b=3", "")).isEmpty();
        assertThat(events("pod-a=2,pod-b=3", "&logOptions.tailLines=9"))
                .as("what is counted from the end has no ids")
                .hasSize(5)
                .first()
                .isEqualTo("one a");
        HttpResponse<String> argos = client.send(
                to("/api/v1/workflows/team/hello-0/log?logOptions.container=main")
                        .headers("Accept", "text/event-stream", "User-Agent", "Go-http-client/1.1")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(argos.body().lines().filter(line -> line.length() > "data:".length()))
                .as("Argo's command takes each line for data")
                .isNotEmpty()
                .allMatch(line -> line.startsWith("data: {"));
        for (String wrong : List.of("7", "pod-a=x", "=1", "pod-a=1,")) {
            HttpResponse<String> refused = log(wrong, "");
            assertThat(refused.statusCode()).as(wrong).isEqualTo(400);
        }
    }

    private HttpResponse<String> log(String lastId, String query) throws Exception {
        HttpRequest.Builder request = to("/api/v1/workflows/team/hello-0/log?logOptions.container=main" + query)
                .header("Accept", "text/event-stream");
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Id and content of each event. */
    private List<String> events(String lastId, String query) throws Exception {
        List<String> all = new ArrayList<>();
        for (String event : log(lastId, query).body().split("\n\n")) {
            String id = event.startsWith("id: ") ? event.substring(4, event.indexOf('\n')) + " " : "";
            int data = event.indexOf("data: ");
            if (data >= 0) {
                all.add(id
                        + JSON.readTree(event.substring(data + 6))
                                .at("/result/content")
                                .asText());
            }
        }
        return all;
    }

    /** A reader that does not read holds the sender back, and one that is gone is worked for no longer. */
    @Test
    void whoReadsSlowlyHoldsNothingButItsOwnStream() throws Exception {
        createdByArgo();
        URI uri = URI.create(server.url());
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
            slow.setReceiveBufferSize(4096);
            slow.getOutputStream()
                    .write(
                            ("GET /api/v1/workflows/team/hello-0/log?logOptions.follow=true HTTP/1.1\r\nHost: localhost\r\n"
                                            + "Authorization: Bearer " + TOKEN + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            await("the stream has begun", () -> service.made.get() > 0);
            int before = -1;
            while (before != service.made.get()) {
                before = service.made.get();
                Thread.sleep(300);
            }
            assertThat(service.made.get())
                    .as("entries of 10 KB made for nobody")
                    .isLessThan(2000);
            assertThat(get("/api/v1/workflows/team/hello-0").status()).isEqualTo(200);
        }
        await("the stream's thread has ended", () -> service.streams.get() == 0);
    }

    private Socket asked(String request, String body) throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort());
        socket.getOutputStream()
                .write((request + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + TOKEN
                                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                + body)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Half of it done would be worse than all of it, and nobody would know. */
    @Test
    void whatIsBeingChangedIsChangedThoughNobodyHearsOfIt() throws Exception {
        createdByArgo();
        service.held = new CountDownLatch(1);
        try (Socket leaving = asked("DELETE /api/v1/workflows/team/hello-0", "")) {
            service.deleting.await();
        }
        Thread.sleep(500); // the server hears that it has been left
        service.held.countDown();
        await("it is deleted", () -> service.objects.isEmpty());
    }

    @Test
    void whoWaitsNoLongerIsNotWaitedFor() throws Exception {
        try (Socket leaving = asked("POST /api/v1/workflows/team?wait=10m", "{\"workflow\":" + HELLO + "}")) {
            await("somebody waits", () -> service.streams.get() == 1);
        }
        await("nobody waits", () -> service.streams.get() == 0);
    }

    @Test
    void theWayIsGuarded() throws Exception {
        HttpRequest.Builder nobody = HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/workflows/team"));
        assertThat(send(nobody.copy().build()).status()).isEqualTo(401);
        assertThat(send(nobody.copy().header("Authorization", "Bearer wrong").build())
                        .body()
                        .path("message")
                        .asText())
                .doesNotContain(TOKEN);
        assertThat(send(to("/api/v1/workflows/team")
                                .header("Origin", "https://evil.example")
                                .build())
                        .status())
                .isEqualTo(403);
        assertThat(send(to("/api/v1/workflows/team")
                                .header("Origin", server.url())
                                .build())
                        .status())
                .isEqualTo(200);
        String rebound = raw("GET /api/v1/workflows/team HTTP/1.1\r\nHost: evil.example\r\nAuthorization: Bearer "
                + TOKEN + "\r\nConnection: close\r\n\r\n");
        assertThat(rebound).startsWith("HTTP/1.1 403");
        assertThat(get("/api/v1/workflows/team").http().headers().firstValue("access-control-allow-origin"))
                .isEmpty();
    }

    @Test
    void aBrowserKeepsTheTokenInACookie() throws Exception {
        HttpRequest first = HttpRequest.newBuilder(URI.create(server.url() + "/?token=" + TOKEN))
                .build();
        HttpResponse<String> answer = client.send(first, HttpResponse.BodyHandlers.ofString());
        String cookie = answer.headers().firstValue("set-cookie").orElse("");
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(cookie).containsIgnoringCase("HttpOnly").contains("SameSite=Strict");
        HttpRequest next = HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/workflows/team"))
                .header("Cookie", cookie.substring(0, cookie.indexOf(';')))
                .build();
        assertThat(send(next).status()).isEqualTo(200);
        HttpRequest wrong = HttpRequest.newBuilder(URI.create(server.url() + "/?token=wrong"))
                .build();
        assertThat(client.send(wrong, HttpResponse.BodyHandlers.ofString())
                        .headers()
                        .firstValue("set-cookie"))
                .isEmpty();
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void whatIsWrongIsSaidWithoutATrace() throws Exception {
        assertThat(call("POST", "/api/v1/workflows/team", "{\"workflow\":\"" + "x".repeat(100_000) + "\"}")
                        .status())
                .isEqualTo(413);
        assertThat(call("POST", "/api/v1/workflows/team", "[".repeat(5000)).status())
                .isEqualTo(400);
        assertThat(call("POST", "/api/v1/workflows/team", "<x/>", "Content-Type", "text/xml")
                        .status())
                .isEqualTo(400);
        assertThat(get("/api/v1/workflows/team?listOptions.limit=many")
                        .body()
                        .path("message")
                        .asText())
                .isEqualTo("query parameter listOptions.limit: 'many' is not a whole number");
        assertThat(get("/api/v1/nothing").status()).isEqualTo(404);
        assertThat(get("/api/v1/sensors/team").body().path("message").asText()).contains("Argo Events");
        assertThat(call("PATCH", "/api/v1/workflows/team", "")
                        .body()
                        .path("message")
                        .asText())
                .isEqualTo("there is no PATCH /api/v1/workflows/team; /openapi.json has what there is");
    }

    @Test
    void noBodyAndNoQueryBreaksIt() throws Exception {
        Random random = new Random(5);
        String alphabet = "{}[]\",:=%&?\\\u0000\u00e9 abc019\n";
        List<String> paths = List.of(
                "/api/v1/workflows/team",
                "/api/v1/workflows/team/submit",
                "/api/v1/workflow-templates/team",
                "/api/v1/cron-workflows/team/lint");
        for (int i = 0; i < 300; i++) {
            StringBuilder body = new StringBuilder(i % 2 == 0 ? "{\"workflow\":" : "");
            for (int n = random.nextInt(60); n > 0; n--) {
                body.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String yaml = i % 3 == 0 ? "application/yaml" : "application/json";
            Answer answer = call("POST", paths.get(i % paths.size()), body.toString(), "Content-Type", yaml);
            assertThat(answer.status()).as("%s", body).isBetween(400, 499);
            assertThat(answer.body().path("message").asText())
                    .isNotEmpty()
                    .doesNotContain("\tat ")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void artifactsAreDownloadsThatNoBrowserRuns() throws Exception {
        HttpResponse<String> file =
                client.send(to("/artifacts/team/wf/wf-1/result").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(file.body()).contains("nodeId=wf-1").contains("artifact=result");
        assertThat(file.headers().firstValue("content-disposition")).contains("attachment; filename=\"a_b.txt\"");
        assertThat(file.headers().firstValue("content-security-policy").orElse(""))
                .contains("sandbox");
    }
}
