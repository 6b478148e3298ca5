/** What starts workflows by itself: which event submits what. Values in, values out. */
@NullMarked
package dev.skiff.trigger;

import org.jspecify.annotations.NullMarked;
