package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Selects the events that a binding answers. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Event(String selector) {

    public Event {
        Copies.required(selector, "Event", "selector");
    }
}
