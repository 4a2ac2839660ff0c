// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Quadrature
import VariationalGap

/// The page of `report`: one file that needs neither a network nor a script.
struct ReportPage {
  let contents: ReportContents
  /// What was typed.
  let commandLine: String
  /// The pictures as `svg` elements, in the order of `contents.pictures`.
  let pictures: [String]

  var html: String {
    let check = contents.check
    let place = check.isGiven ? "as asked" : "the best one"
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(HTMLText.escaped("The gap: \(contents.model)"))</title>
      <style>
      \(ReportPage.style)
      </style>
      </head>
      <body>
      <main>
      <h1>The gap between log p(x) and the ELBO</h1>
      <p class="model">\(HTMLText.escaped("\(contents.model)"))<br>\
      \(HTMLText.escaped("q = \(check.family), \(place)"))</p>
      <h2>Numbers</h2>
      <p>Each with a bound on its error, from adaptive quadrature.</p>
      \(table(numbers))
      <h2>Audit</h2>
      <ul class="audit">
      \(audits)
      </ul>
      \(posterior)
      \(figures)
      <h2>Conditions</h2>
      \(table(conditions))
      </main>
      </body>
      </html>

      """
  }

  private var numbers: [[String]] {
    let check = contents.check
    let rows = check.estimates.map(ReportPage.row)
    return rows + [["status", check.record.status.rawValue, ""]]
  }

  private var audits: String {
    let check = contents.check
    let record = check.record
    guard record.divergence.value < .infinity else {
      return audit(.yes, "KL(q‖posterior) is +∞, and the ELBO −∞: \(record.reason ?? "")")
    }
    // Of the exercise's model the text of check says more than a page needs.
    let positivity =
      check.optimum.flatMap { optimum in
        record.positivity.reason == nil
          ? "the gap is at least \(optimum.minimumGap.lowerBound) for every φ > 0" : nil
      } ?? check.positivity(TextStyle(digits: .full))
    return [
      audit(record.identity, check.identity),
      audit(check.positivityVerdict, positivity),
    ].joined(separator: "\n")
  }

  /// Numbers of the posterior, where the page has them.
  private var posterior: String {
    guard let summary = contents.summary else { return "" }
    let rows: [(String, Estimate?)] =
      [("mean", summary.mean), ("standard deviation", summary.standardDeviation)]
      + summary.quantiles.map { ("\(NumberText.percent($0.probability)) quantile", $0.value) }
    let modes = summary.posterior.modes.map { "\($0)" }.joined(separator: ", ")
    return "<h2>The posterior</h2>\n"
      + table(
        rows.compactMap { name, value in value.map { ReportPage.row(name, $0) } }
          + [[summary.posterior.modes.count == 1 ? "mode" : "modes", modes, ""]])
  }

  /// A number with its bound; what is infinite has none.
  private static func row(_ name: String, _ estimate: Estimate) -> [String] {
    [
      name, "\(estimate.value)",
      estimate.error.isNaN ? "" : "± \(NumberText.short(estimate.error))",
    ]
  }

  private var conditions: [[String]] {
    [
      ["gapcheck", Version.number], ["GSL", GSL.version],
      ["tolerance", "\(contents.check.tolerance)"],
      ["evaluations", "\(contents.check.record.evaluations)"], ["command", commandLine],
    ]
  }

  private func table(_ rows: [[String]]) -> String {
    let lines = rows.map { row in
      let cells = row.dropFirst().map { "<td>\(HTMLText.escaped($0))</td>" }.joined()
      return "<tr><th scope=\"row\">\(HTMLText.escaped(row.first ?? ""))</th>\(cells)</tr>"
    }
    return "<table>\n<tbody>\n\(lines.joined(separator: "\n"))\n</tbody>\n</table>"
  }

  private func audit(_ verdict: Verdict, _ text: String) -> String {
    return
      "<li class=\"\(verdict.isYes ? "yes" : "no")\"><strong>\(NumberText.mark(verdict))</strong> "
      + "\(HTMLText.escaped(text))</li>"
  }

  private var figures: String {
    zip(contents.pictures, pictures).map { picture, svg in
      """
      <h2>\(HTMLText.escaped(picture.title))</h2>
      <figure>
      \(svg)
      <figcaption>\(HTMLText.escaped(picture.caption))</figcaption>
      </figure>
      """
    }.joined(separator: "\n")
  }

  private static let style = """
    :root { color-scheme: light dark; --ink: #1b1b1b; --paper: #ffffff; --line: #d0d0d0; --yes: #00664a; --no: #a83c00; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e8e8e8; --paper: #16181c; --line: #44484f; --yes: #4fd1a5; --no: #ff9b63; }
    }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
    main { max-width: 46rem; margin: 0 auto; padding: 1rem; }
    h1 { font-size: 1.6rem; line-height: 1.2; }
    h2 { font-size: 1.2rem; margin-top: 2rem; }
    .model, td { font-family: ui-monospace, monospace; font-size: 0.875rem; overflow-wrap: anywhere; }
    table { border-collapse: collapse; width: 100%; }
    th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.5rem 0.3rem 0; border-bottom: 1px solid var(--line); }
    th { font-weight: normal; }
    td:nth-child(3) { white-space: nowrap; }
    .audit { list-style: none; padding: 0; }
    .yes strong { color: var(--yes); }
    .no strong { color: var(--no); }
    .audit li, figcaption { overflow-wrap: anywhere; }
    figure { margin: 0; }
    figure svg { display: block; width: 100%; height: auto; background: #ffffff; border-radius: 0.4rem; }
    figcaption { font-size: 0.9rem; margin-top: 0.5rem; }
    @media print { h2, figure { break-inside: avoid; } }
    """
}
