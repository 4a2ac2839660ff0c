// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Quadrature

/// The front door on integrals of a table: for each line of standard input with a formula, a lower and an upper end, apart by
/// tabs, one with the value, the error, and whether the result is doubted.
@main
struct ReportPoints {
  static func main() throws {
    while let line = readLine() {
      let cells = line.split(separator: "\t").map(String.init)
      guard cells.count == 3, let lower = Double(cells[1]), let upper = Double(cells[2]) else {
        throw Unreadable(line: line)
      }
      let program = FormulaProgram(try Formula.parse(cells[0]))
      do {
        let found = try integrate(from: lower, to: upper) { z in program.estimate(at: z) }
        let isDoubted = found.suspicion != nil || found.status != .converged
        print(found.value, found.error, isDoubted ? 1 : 0)
      } catch {
        print("nan inf 1")
      }
    }
  }

  /// A line that is none of the table.
  struct Unreadable: Error {
    let line: String
  }
}
