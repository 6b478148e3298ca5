package dev.skiff;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Locale;

/** The table of packages: each package of ours, which of the others it may see, and what to do when it needs more. */
enum Layer {
    MODEL(List.of(), "a model record holds values only: move what needs more to the package that needs it"),
    EXPR(Sees.LANGUAGE, "an expression is given what it may know: pass it in as a value"),
    SPEC(
            Sees.LANGUAGE,
            "spec turns text into model values and problems: let the caller bring it and the engine together"),
    ENGINE(
            Sees.LANGUAGE,
            "the engine decides on values: let the fact arrive in an Event and the act leave in a Command"),
    TRIGGER(Sees.LANGUAGE, "a trigger plans on values: pass in what it has to know"),
    REHEARSAL(
            Sees.DRY,
            "a rehearsal cannot reach an executor, a file or a socket by construction: let the face read and print"),
    PORT(List.of("model", "engine"), "a port says what the shell needs in values of model and engine alone"),
    POD(List.of("model", "expr", "engine"), "pod says what a kubelet does as values: let the adapter do it"),
    HANDOVER(
            List.of("model", "engine"),
            "controller and agent exchange values: let each of them do what these values say"),
    RUNTIME(Sees.DECISIONS, "the runtime knows an adapter by its port: add what it needs to the port"),
    KUBERNETES(Sees.PODS, Advice.ADAPTER),
    /** Beside the faces it is the only user of the runtime, and it is about one adapter: its job is to drive that adapter's objects. */
    CONTROLLER(
            Sees.CLUSTER,
            "the controller drives the objects of a cluster by the runtime: what else it needs comes by a port"),
    /** Likewise about one machine: what it drives it knows by ports alone. */
    STANDALONE(
            Sees.SERVING,
            "the service of one machine knows stores and executors by their ports: let config bring them"),
    PROBE(
            List.of("pod", "port"),
            "a probe asks a container what a value of pod says: let the adapter say where it runs"),
    DOCKER(Sees.PROBED_PODS, Advice.ADAPTER),
    HOST(Sees.PROBED_PODS, Advice.ADAPTER),
    HTTP(Sees.EVALUATED, Advice.ADAPTER),
    DATA(Sees.EVALUATED, Advice.ADAPTER),
    LOCAL(Sees.PORTS, Advice.ADAPTER),
    /** Somebody else's server, as a service of workflows. */
    REMOTE(Sees.PORTS, Advice.ADAPTER),
    ARTIFACT(Sees.PORTS, Advice.ADAPTER),
    TELEMETRY(Sees.PORTS, Advice.ADAPTER),
    /** Somebody else's users; the library that reads their tokens is seen by nobody else. */
    OIDC(Sees.PORTS, Advice.ADAPTER),
    ARCHIVE(Sees.PORTS, Advice.ADAPTER),
    AGENT(Sees.IN_A_POD, "the agent is small and starts at once in a user's pod: hand it values"),
    API(Sees.SHELL, Advice.FACE),
    CLI(Sees.SHELL, Advice.FACE),
    UI(Sees.SHELL, Advice.FACE),
    CONFIG(Sees.ALL_BUT_FACES, "config assembles what is below the faces: let a face ask for the assembled part");

    private final List<String> sees;
    final String advice;

    Layer(List<String> sees, String advice) {
        this.sees = sees;
        this.advice = advice;
    }

    /** The classes of this package and of those below it, as an ArchUnit package pattern. */
    String packages() {
        return pattern(name().toLowerCase(Locale.ROOT));
    }

    DescribedPredicate<JavaClass> mayDependOn() {
        return not(resideInAPackage("dev.skiff.."))
                .or(resideInAPackage(packages()))
                .or(resideInAnyPackage(sees.stream().map(Layer::pattern).toArray(String[]::new)))
                .as(
                        sees.isEmpty()
                                ? "are its own or foreign"
                                : "are its own, foreign, or of " + String.join(", ", sees));
    }

    private static String pattern(String name) {
        return "dev.skiff." + name + "..";
    }

    private static final class Sees {
        static final List<String> LANGUAGE = List.of("model", "expr");
        static final List<String> DRY = List.of("model", "expr", "engine");
        static final List<String> DECISIONS = List.of("model", "expr", "spec", "engine", "trigger", "port");
        static final List<String> PORTS = List.of("model", "engine", "port");
        static final List<String> PROBED_PODS = List.of("model", "engine", "port", "pod", "probe");
        /** Conditions and transformations are judged where their data is: a response, a list of keys, an object of a cluster. */
        static final List<String> EVALUATED = List.of("model", "expr", "engine", "port", "pod");

        static final List<String> PODS = List.of("model", "expr", "engine", "port", "pod", "handover");
        /** The words and the stores that steps on a laptop have too, none of which may bring a framework along. */
        static final List<String> IN_A_POD = List.of("model", "engine", "port", "pod", "handover", "artifact");

        static final List<String> SHELL =
                List.of("model", "expr", "spec", "engine", "trigger", "rehearsal", "port", "runtime");
        static final List<String> SERVING = List.of("model", "expr", "spec", "engine", "port", "runtime");
        static final List<String> CLUSTER = List.of("model", "expr", "spec", "engine", "port", "runtime", "kubernetes");

        static final List<String> ALL_BUT_FACES = List.of(
                "model",
                "expr",
                "spec",
                "engine",
                "trigger",
                "rehearsal",
                "port",
                "pod",
                "handover",
                "runtime",
                "kubernetes",
                "controller",
                "standalone",
                "docker",
                "host",
                "http",
                "data",
                "local",
                "remote",
                "artifact",
                "telemetry",
                "oidc",
                "archive");
    }

    private static final class Advice {
        static final String ADAPTER =
                "an adapter implements ports and knows neither the runtime nor another adapter: put what"
                        + " two adapters share into a value of engine, model, port or pod";
        static final String FACE =
                "a face knows an adapter by its port: let config assemble the part and ask for it by the port's type";
    }
}
