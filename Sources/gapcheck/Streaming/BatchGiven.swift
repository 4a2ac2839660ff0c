// SPDX-License-Identifier: GPL-3.0-or-later

/// What the command line says of every row of a batch.
struct BatchGiven: Sendable {
  /// What stands in the place of columns, by the input that it stands for.
  let texts: [BatchInput: String]
  /// The columns of the parts of the ELBO, where they are asked for.
  let parts: [RecordColumn]

  subscript(input: BatchInput) -> String? { texts[input] }

  var keys: Dictionary<BatchInput, String>.Keys { texts.keys }

  var isEmpty: Bool { texts.isEmpty }
}
