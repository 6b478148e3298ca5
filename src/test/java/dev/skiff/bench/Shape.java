package dev.skiff.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Workflows of any number of leaves, each leaf a container with one argument, in the forms that large runs have. */
public enum Shape {
    /** One group of steps, fanned out by one loop. */
    WIDE {
        @Override
        String templates(int leaves) {
            return STEPS.formatted(
                    "[[{\"name\":\"a\",\"template\":\"leaf\",\"arguments\":%s,\"withSequence\":{\"count\":\"%d\"}}]]"
                            .formatted(ITEM, leaves));
        }
    },
    /** As many groups as leaves, one after the other. */
    DEEP {
        @Override
        String templates(int leaves) {
            return STEPS.formatted(IntStream.range(0, leaves)
                    .mapToObj(i -> "[{\"name\":\"s%d\",\"template\":\"leaf\",\"arguments\":%s}]"
                            .formatted(i, argument("" + i)))
                    .collect(Collectors.joining(",", "[", "]")));
        }
    },
    /** A fan-out over pairs of steps, as in the seed. */
    NESTED {
        @Override
        String templates(int leaves) {
            return STEPS.formatted(
                            "[[{\"name\":\"a\",\"template\":\"pair\",\"arguments\":%s,\"withSequence\":{\"count\":\"%d\"}}]]"
                                    .formatted(ITEM, leaves / 2))
                    + ",{\"name\":\"pair\",\"inputs\":{\"parameters\":[{\"name\":\"p\"}]},\"steps\":[%s,%s]}"
                            .formatted(inner("one"), inner("two"));
        }

        private String inner(String name) {
            return "[{\"name\":\"%s\",\"template\":\"leaf\",\"arguments\":%s}]"
                    .formatted(name, argument("{{inputs.parameters.p}}"));
        }
    },
    /** A DAG in layers of a hundred tasks, each of which waits for three tasks of the layer before. */
    LAYERS {
        @Override
        String templates(int leaves) {
            List<String> tasks = new ArrayList<>(leaves);
            for (int i = 0; i < leaves; i++) {
                int column = i % LAYER;
                int above = i - LAYER - column;
                String dependencies = i < LAYER
                        ? ""
                        : ",\"dependencies\":[\"t%d\",\"t%d\",\"t%d\"]"
                                .formatted(above + column, above + (column + 1) % LAYER, above + (column + 7) % LAYER);
                tasks.add("{\"name\":\"t%d\",\"template\":\"leaf\",\"arguments\":%s%s}"
                        .formatted(i, argument("" + i), dependencies));
            }
            return "{\"name\":\"main\",\"dag\":{\"tasks\":[" + String.join(",", tasks) + "]}}";
        }
    };

    private static final int LAYER = 100;
    private static final String STEPS = "{\"name\":\"main\",\"steps\":%s}";
    private static final String ITEM = argument("{{item}}");

    /** The templates but for the leaf, as JSON objects with commas between. */
    abstract String templates(int leaves);

    private static String argument(String value) {
        return "{\"parameters\":[{\"name\":\"p\",\"value\":\"" + value + "\"}]}";
    }

    /** @param leaves a multiple of 100 */
    Workflow workflow(int leaves) {
        String text = """
                {"apiVersion":"argoproj.io/v1alpha1","kind":"Workflow",
                 "metadata":{"name":"bench","namespace":"default","uid":"00000000-0000-0000-0000-000000000001",
                             "creationTimestamp":"2026-01-01T00:00:00Z"},
                 "spec":{"entrypoint":"main","templates":[%s,
                  {"name":"leaf","inputs":{"parameters":[{"name":"p"}]},
                   "container":{"image":"busybox","command":["echo"],"args":["{{inputs.parameters.p}}"]}}]}}
                """.formatted(templates(leaves));
        try {
            return ModelMapper.strict().readValue(text, Workflow.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
