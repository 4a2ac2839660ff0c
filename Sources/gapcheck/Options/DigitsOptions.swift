// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// `--digits`, of text for people.
struct DigitsOptions: ParsableArguments {
  @Option(help: "Digits in text: rounded to the error, or full; json and csv have all.")
  var digits = TextStyle.Digits.rounded

  /// The style that is asked for.
  var style: TextStyle { .ofStandardOutput(digits) }
}
