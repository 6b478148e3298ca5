package dev.skiff.rehearsal;

import java.util.List;
import java.util.Map;

/** What the use of a value tells of it. */
sealed interface Use {

    /** As people say it: "used by withParam". */
    String said();

    /**
     * A JSON list, of texts or, when {@code fields} is not empty, of mappings.
     *
     * @param fields what the elements are asked for, and where that goes; under the empty name the elements themselves
     */
    record Elements(Map<String, Slot> fields, String said) implements Use {}

    record Number(String said) implements Use {}

    /**
     * JSON in which this is looked for: names ({@code String}) and list positions ({@code Integer}).
     */
    record Json(List<Object> path, String said) implements Use {}

    /** One of the values that it is compared with or that are allowed. */
    record Example(String value, String said) implements Use {}
}
