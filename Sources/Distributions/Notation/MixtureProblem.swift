// SPDX-License-Identifier: GPL-3.0-or-later

/// Why weights and parts make no mixture, or no family with more zeros.
public enum MixtureProblem: Sendable, Hashable {
  /// A family has to follow a weight.
  case missingPart
  /// Something follows a part without a weight, which is the last one.
  case partBehindLast
  /// A part is truncated.
  case truncation
  /// A part is of counts and another has a density.
  case kinds(counts: String, density: String)
  /// What is to have more zeros has a density.
  case noCounts(String)
  /// All weights are given, and their sum is not seen to be 1 for every z.
  case openSum(String)
  /// Mixtures of mixtures of mixtures, and so on.
  case tooDeep
}

extension MixtureProblem: CustomStringConvertible {
  /// What is wrong, and what would be right.
  public var description: String {
    switch self {
    case .missingPart:
      "a family has to follow its weight, as in mixture(0.3, normal(0, 1), normal(3, 1))"
    case .partBehindLast:
      "only the last part of a mixture may stand without a weight, which is then what the others leave of 1"
    case .truncation: "a part of a mixture cannot be truncated, only the whole mixture"
    case .kinds(let counts, let density):
      "the parts of a mixture are all of counts or all densities, got \(counts) and \(density)"
    case .noCounts(let family):
      "a family of counts has to stand here, such as poisson(exp(z)), got \(family)"
    case .openSum(let sum):
      "the weights of a mixture must add up to 1 for every z, got \(sum); leave out the last one"
    case .tooDeep: "mixtures are nested too deep here: \(CompositeName.depthLimit) levels are read"
    }
  }
}
