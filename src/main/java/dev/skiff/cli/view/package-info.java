/** How a run looks in a terminal: trees, lines, durations. What decides on text is pure; {@link LiveDisplay} alone draws again and again. */
@NullMarked
package dev.skiff.cli.view;

import org.jspecify.annotations.NullMarked;
