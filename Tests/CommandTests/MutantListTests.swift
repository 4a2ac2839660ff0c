// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// Scripts/mutants.json, the list of the terms that enter an error, beside the sources.
struct MutantListTests {
  private struct Mutant: Decodable {
    let name: String
    let file: String
    let text: String
    let term: String?
  }

  /// Who changes a bound changes the list.
  @Test func eachTermStandsOnceInItsFile() throws {
    let list = Data(try PackageRoot.text("Scripts/mutants.json").utf8)
    let mutants = try JSONDecoder().decode([Mutant].self, from: list)
    #expect(Set(mutants.map(\.name)).count == mutants.count)
    for mutant in mutants {
      let source = try PackageRoot.text(mutant.file)
      let places = source.components(separatedBy: mutant.text).count - 1
      #expect(places == 1, "\(mutant.name): \(mutant.file) has it \(places) times")
      let terms = mutant.text.components(separatedBy: mutant.term ?? mutant.text).count - 1
      #expect(terms == 1, "\(mutant.name): the text has the term \(terms) times")
    }
  }
}
