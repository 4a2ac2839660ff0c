// SPDX-License-Identifier: GPL-3.0-or-later

/// What is computed for a row of a batch.
enum BatchKind: Sendable, CaseIterable {
  /// All numbers of a model and a q.
  case model
  /// Evidence and moments of a model.
  case posterior
  /// KL(q‖p).
  case pair
  /// All numbers at a point (θ, x, φ) of the exercise sheet's model.
  case exercise

  private static let ofModel: [BatchInput] = [
    .command, .theta, .prior, .likelihood, .logJoint, .support, .x,
  ]
  private static let ofModelAndQ = ofModel + [.q]
  private static let ofPair: [BatchInput] = [.command, .q, .p]
  private static let ofExercise: [BatchInput] = [.command, .theta, .x, .phi]

  /// What it is computed from.
  var inputs: [BatchInput] {
    switch self {
    case .model: BatchKind.ofModelAndQ
    case .posterior: BatchKind.ofModel
    case .pair: BatchKind.ofPair
    case .exercise: BatchKind.ofExercise
    }
  }

  /// The results of a row.
  ///
  /// - Parameters:
  ///   - areNested: whether quantiles are one array of objects, as in JSON; in CSV they are a cell each.
  ///   - parts: the columns of the parts of the ELBO, where they are asked for.
  func results(areNested: Bool, parts: [RecordColumn]) -> [RecordColumn] {
    switch self {
    case .model: RecordColumn.ofModel + parts
    case .posterior: RecordColumn.ofPosterior(areNested: areNested)
    case .pair: RecordColumn.ofPair
    case .exercise: RecordColumn.ofExercise + parts
    }
  }
}
