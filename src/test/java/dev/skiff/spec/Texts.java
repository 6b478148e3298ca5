package dev.skiff.spec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Sources written in tests. */
final class Texts {

    private Texts() {}

    static Loaded load(String... texts) {
        return Manifests.load(IntStream.range(0, texts.length)
                .mapToObj(i -> source(texts.length == 1 ? "in.yaml" : "in" + (i + 1) + ".yaml", texts[i]))
                .toList());
    }

    static Source source(String name, String text) {
        return new Source(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The problems in the text format, one a line. */
    static List<String> problems(Loaded loaded) {
        return Arrays.asList(ProblemFormat.TEXT.render(loaded.problems()).split("\n", -1))
                .subList(0, loaded.problems().size());
    }

    /** A workflow with the given fields in its only template, which must be indented by six spaces. */
    static String workflow(String templateFields) {
        return """
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata:
                  generateName: x-
                spec:
                  entrypoint: main
                  templates:
                    - name: main
                """ + templateFields.indent(6);
    }
}
