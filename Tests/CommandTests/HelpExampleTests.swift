// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// Every help text has examples, and they run as they stand there.
struct HelpExampleTests {
  /// All subcommands, and the kinds of those that have some.
  private static func commands() async throws -> [String] {
    var commands = try await CompletionTests.Vocabulary.read().subcommands.filter { $0 != "help" }
    let plots = try await CommandRun(["plot", "--help"]).output.split(separator: "SUBCOMMANDS:\n")
    commands += try #require(plots.last).split(separator: "\n").compactMap { line in
      line.prefixMatch(of: #/  ([a-z][a-z-]*) /#).map { "plot \($0.1)" }
    }
    return commands
  }

  /// The files that examples read.
  private static let files = [
    "rows.csv": "theta,x,phi,y,w\n1,0.3,2,1,0.5\n1,2,0.8,0,-1\n",
    "x-and-q.csv": "x,q\n3,\"gamma(5, 2)\"\n", "q.csv": "q\n\"normal(0, 2)\"\n",
    "part-7.csv": "1,0.3,2\n", "observations.txt": "0.5\n1.5\n", "table.csv": "t,x\n1,0.5\n2,1.5\n",
    "gaps.csv":
      "theta,x,phi,elbo,elbo_error,gap\n1,0,2,-2,0,0.5\n1,1,2,-3,0,0.6\n2,0,2,-1,0,0.7\n2,1,2,-2,0,1\n",
    "counts.csv": "site,count\na,3\na,1\nb,0\n",
    "claims.csv": "q,p,quantity,value\n\"normal(0, 1)\",\"normal(0, 2)\",kl,0.318147180\n",
    "claims.ndjson": #"{"theta":1,"x":0.3,"quantity":"log_evidence","value":-1.2189677615}"#,
    "models.csv": "prior,likelihood,x,q\n\"normal(0, 1)\",\"normal(z, 1)\",1,\"normal(0, 1)\"\n",
  ]

  @Test(arguments: try await commands()) func theExamplesRun(_ command: String) async throws {
    let examples = try await HelpExampleTests.examples(of: command)
    #expect(examples.count >= 2, "\(command)")
    let scratch = try ScratchDirectory()
    for (name, text) in HelpExampleTests.files {
      try Data(text.utf8).write(to: scratch.url.appendingPathComponent(name))
    }
    let needsGnuplot = command.hasPrefix("plot")
    for example in examples where !needsGnuplot || GnuplotOnPath.isThere {
      let run = try await scratch.shell(#"gapcheck() { "$GAPCHECK" "$@"; }"# + "\n" + example)
      #expect(run.status <= 1, "\(example): \(run.errors)")
    }
  }

  /// The lines under 'Examples:', those that go on with what follows.
  private static func examples(of command: String) async throws -> [String] {
    let help = try await CommandRun(["help"] + command.split(separator: " ").map(String.init))
    let paragraphs = help.output.components(separatedBy: "\n\n")
    let paragraph = try #require(paragraphs.first { $0.hasPrefix("Examples:\n") })
    var examples: [String] = []
    for line in paragraph.split(separator: "\n").dropFirst() {
      let line = line.drop { $0 == " " }
      if let last = examples.last, last.hasSuffix("\\") {
        examples[examples.count - 1] = "\(last.dropLast())\(line)"
      } else {
        examples.append(String(line))
      }
    }
    return examples
  }
}
