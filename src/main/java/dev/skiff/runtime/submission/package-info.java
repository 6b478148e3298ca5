/** What becomes of the files, names and parameters that a run is asked for with, before it begins and when it is to go on or be repeated. */
@NullMarked
package dev.skiff.runtime.submission;

import org.jspecify.annotations.NullMarked;
