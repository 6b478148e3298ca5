package dev.skiff.engine;

import java.util.List;

/**
 * What one event led to.
 *
 * @param commands to be carried out in this order, after the event has been recorded
 * @param touched ids of the nodes that are new or changed, each once, in the order of their first change
 */
public record Decision(List<Command> commands, List<String> touched) {
    public static final Decision NOTHING = new Decision(List.of(), List.of());
}
