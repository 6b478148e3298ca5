package dev.skiff.rehearsal;

/**
 * A place in a workflow that holds a value.
 *
 * @param template whose it is; empty for global outputs
 * @param name of the parameter; empty for a result
 */
record Slot(String template, Kind kind, String name) {
    enum Kind {
        INPUT,
        OUTPUT,
        RESULT,
        /** Of a loop: a field of its elements, or under the empty name the elements themselves; the template is {@code template/step}. */
        ITEM,
        GLOBAL
    }

    static Slot result(String template) {
        return new Slot(template, Kind.RESULT, "");
    }

    static Slot output(String template, String name) {
        return new Slot(template, Kind.OUTPUT, name);
    }

    static Slot input(String template, String name) {
        return new Slot(template, Kind.INPUT, name);
    }

    static Slot global(String name) {
        return new Slot("", Kind.GLOBAL, name);
    }

    /** A word for it that is one word everywhere: in a shell, in a condition, in a node's name. */
    String placeholder() {
        String source = name.isEmpty() ? template + "_result" : name;
        return "invented_" + source.replaceAll("[^A-Za-z0-9]+", "_");
    }
}
