// SPDX-License-Identifier: GPL-3.0-or-later

extension Family {
  /// Where a member has probability, with the parameters that it depends on: `(0, inf)`, `(alpha, beta)`, and
  /// `0..n` of counts.
  public var supportInWords: String {
    // No end of a support is one of these by chance.
    let values = parameters.enumerated().map { index, parameter in
      parameter.domain == .probability ? 0.375 : Double(17 + index)
    }
    func end(_ value: Double) -> String {
      if let index = values.firstIndex(of: value) { return parameters[index].name }
      return value.isFinite ? "\(Int(value))" : "\(value)"
    }
    if isRepeated { return "1..K" }
    if let support = Family.computedSupports[name] { return support }
    if isDiscrete {
      let parameters = values.map(Formula.number)
      let possible = (0...40).filter {
        (logDensity(of: .number(Double($0)), parameters).constantValue?.head ?? -.infinity).isFinite
      }
      guard let first = possible.first, let last = possible.last else { return "" }
      return "\(end(Double(first)))..\(last == 40 ? "inf" : end(Double(last)))"
    }
    do throws(DistributionError) {
      let support = try self(values).support
      return "(\(end(support.lower)), \(end(support.upper)))"
    } catch {
      return ""
    }
  }

  /// What it is, and what its parameters are: "a normal distribution: mu is the mean, sigma the standard deviation".
  public var summary: String {
    let isPlain = parameters.allSatisfy { $0.label == $0.name }
    return isPlain ? title : "\(title): \(parametersInWords)"
  }

  /// Other names that are accepted, besides those that differ in capitals and underscores alone.
  public var aliases: [String] { FamilyName.aliases[name] ?? [] }

  /// Supports with an end that is no parameter itself.
  private static let computedSupports = [
    "gev": "(mu - sigma/xi, inf), or (-inf, mu - sigma/xi) for xi < 0",
    "von_mises": "(mu - pi, mu + pi)",
  ]
}
