package dev.skiff.kubernetes.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.port.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A listener is kept informed whatever happens to the watch. */
class ReflectorTest {
    private static final String MAPS = "/api/v1/namespaces/a/configmaps";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeKubeApi api = new FakeKubeApi();
    private final Heard heard = new Heard();
    private final Reflector<String> reflector = reflector(MAPS);

    private Reflector<String> reflector(String collection) {
        return new Reflector<>(api, collection, Call.JSON, new NameReader(), heard);
    }

    /** Name and value. */
    private static final class NameReader implements ObjectReader<String> {
        @Override
        public String read(JsonParser parser) throws IOException {
            ObjectNode object = JSON.readTree(parser);
            return object.path("metadata").path("name").asText() + "="
                    + object.path("data").path("v").asText();
        }
    }

    private static final class Heard implements Listener<String> {
        private final List<String> all = new CopyOnWriteArrayList<>();
        private volatile boolean throwing;

        @Override
        public void listed(List<String> objects) {
            hear("listed " + objects);
        }

        @Override
        public void changed(String object) {
            hear("changed " + object);
        }

        @Override
        public void deleted(String last) {
            hear("deleted " + last);
        }

        @Override
        public void troubled(KubeProblem problem) {
            hear("troubled " + problem.status());
        }

        private void hear(String what) {
            all.add(what);
            if (throwing) {
                throw new IllegalStateException("as the test wants");
            }
        }

        void await(String what) {
            Await.until(what, () -> all.contains(what), () -> all);
        }
    }

    @AfterEach
    void close() {
        reflector.close();
    }

    private void put(String name, String value) {
        ObjectNode map = JSON.createObjectNode();
        map.putObject("metadata").put("name", name);
        map.putObject("data").put("v", value);
        api.put(MAPS, map);
    }

    private void change(String name, String value) {
        api.change(MAPS + "/" + name, o -> o.withObject("/data").put("v", value));
    }

    private void begin() {
        reflector.start().join();
        Await.until("the watch is open", () -> api.watches() == 1, api::calls);
    }

    private long lists() {
        return heard.all.stream().filter(h -> h.startsWith("listed")).count();
    }

    @Test
    void aWatchOverWhichNothingComesIsOpenedAnew() {
        try (var impatient = new Reflector<>(api, MAPS, Call.JSON, new NameReader(), heard, Duration.ofMillis(150))) {
            impatient.start().join();
            Await.until(
                    "it is opened again and again",
                    () -> api.calls().stream()
                                    .filter(c -> c.contains("watch=1"))
                                    .count()
                            >= 3,
                    api::calls);
            put("late", "1");

            heard.await("changed late=1");
        }
    }

    @Test
    void whatIsThereIsListedAndWhatChangesIsTold() {
        put("x", "1");
        begin();

        put("y", "1");
        change("x", "2");
        api.remove(MAPS + "/y");
        api.settle();

        assertThat(heard.all).containsExactly("listed [x=1]", "changed y=1", "changed x=2", "deleted y=1");
    }

    @Test
    void aLongListIsReadInPages() {
        for (int i = 0; i < 1201; i++) {
            put("m%04d".formatted(i), "1");
        }
        reflector.start().join();

        assertThat(heard.all).hasSize(1);
        assertThat(heard.all.getFirst()).startsWith("listed [m0000=1, ").endsWith(", m1200=1]");
        assertThat(api.calls().stream().filter(c -> c.contains("limit=500"))).hasSize(3);
    }

    @Test
    void theSelectorOfTheCollectionIsPartOfListAndWatch() {
        Reflector<String> some = reflector(MAPS + "?labelSelector=" + Call.encoded("a=b"));
        some.start().join();
        Await.until("the watch is open", () -> api.watches() == 1, api::calls);

        put("x", "1");
        api.put(
                MAPS,
                JSON.createObjectNode()
                        .set(
                                "metadata",
                                JSON.createObjectNode()
                                        .put("name", "y")
                                        .set("labels", JSON.createObjectNode().put("a", "b"))));
        api.settle();

        assertThat(heard.all).containsExactly("listed []", "changed y=");
        some.close();
    }

    @Test
    void aBrokenWatchGoesOnWhereItBrokeOff() {
        begin();
        put("x", "1");
        api.settle();

        api.breakWatches();
        change("x", "2");
        heard.await("changed x=2");

        assertThat(heard.all).containsExactly("listed []", "changed x=1", "troubled 0", "changed x=2");
    }

    @Test
    void aWatchThatHasHadItsTimeIsOpenedAgainAndNobodyIsTroubled() {
        begin();

        api.endWatches();
        put("x", "1");
        heard.await("changed x=1");

        assertThat(heard.all).containsExactly("listed []", "changed x=1");
    }

    @Test
    void whenTheServerHasForgottenEverythingIsListedAnew() {
        put("x", "1");
        begin();

        api.breakWatches();
        api.remove(MAPS + "/x");
        put("y", "1");
        api.forgetHistory();
        heard.await("listed [y=1]");
        put("z", "1");
        heard.await("changed z=1");

        assertThat(heard.all).contains("troubled 410").doesNotContain("deleted x=1");
    }

    @Test
    void aServerThatRefusesTheWatchAsGoneIsListedAnew() {
        begin();
        api.refuse(1, c -> c.path().contains("watch=1"), 410, "Expired", "too old");

        api.endWatches();
        Await.until("a second list", () -> lists() == 2, () -> heard.all);
        put("x", "1");

        heard.await("changed x=1");
    }

    @Test
    void aBookmarkSavesTheListWhenTheServerForgets() {
        begin();
        put("x", "1");
        api.settle();
        api.forgetHistory();
        api.bookmark();
        api.settle();

        api.endWatches();
        change("x", "2");
        heard.await("changed x=2");

        assertThat(lists()).isOne();
    }

    @Test
    void aBusyServerIsAskedAgain() {
        put("x", "1");
        api.refuse(2, FakeKubeApi.of("GET", MAPS), 429, "TooManyRequests", "later");

        reflector.start().join();

        assertThat(heard.all).containsExactly("troubled 429", "troubled 429", "listed [x=1]");
    }

    @Test
    void aLineThatIsCutOffLosesNothing() {
        begin();
        api.tell("{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"x\",\"resourceV");
        heard.await("troubled 0");

        put("y", "1");
        heard.await("changed y=1");

        assertThat(heard.all).containsExactly("listed []", "troubled 0", "changed y=1");
    }

    @Test
    void whatIsNoEventIsPassedOver() {
        begin();

        api.tell("{\"type\":\"NEWS\",\"object\":{\"metadata\":{}},\"more\":[1,{}]}");
        put("x", "1");
        heard.await("changed x=1");

        assertThat(heard.all).containsExactly("listed []", "changed x=1");
    }

    @Test
    void aListenerThatThrowsHearsTheRest() {
        heard.throwing = true;
        begin();
        put("x", "1");
        change("x", "2");
        heard.await("changed x=2");

        assertThat(heard.all).containsExactly("listed []", "changed x=1", "changed x=2");
    }

    @Test
    void whoHasClosedHearsNothing() {
        begin();
        reflector.close();
        api.settle();

        put("x", "1");
        api.settle();

        assertThat(heard.all).containsExactly("listed []");
        assertThat(api.watches()).isZero();
    }
}
