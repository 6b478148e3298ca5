package dev.skiff.cli.view;

import dev.skiff.port.Feed;
import dev.skiff.runtime.RunEnd;

/** Shows one run after another while they go on. */
public interface Display extends Feed {

    /** Says something that is about no node. */
    void say(String sentence);

    /** Begins, or goes on with, a question; nothing else is drawn until it is {@link #answered}. */
    void ask(String text);

    /** The answer has been typed. */
    void answered();

    void begin(String run);

    /** The run did not begin after all; nothing of it stays on the screen. */
    void cancel();

    /** The run is over; what is on the screen stays there. */
    void end(RunEnd end);
}
