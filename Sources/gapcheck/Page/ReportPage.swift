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
    let optimum = check.optimum
    let place = check.isAtOptimum ? "the best one" : "as asked"
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
      \(HTMLText.escaped("q = exponential(\(check.record.phi)), \(place)"))</p>
      <h2>Numbers</h2>
      <p>Each with a bound on its error, from adaptive quadrature.</p>
      \(table(numbers))
      <h2>Audit</h2>
      <ul class="audit">
      \(audit(check.record.identity.isYes, identity))
      \(audit(optimum.isPositive, positivity))
      </ul>
      \(figures)
      <h2>Conditions</h2>
      \(table(conditions))
      </main>
      </body>
      </html>

      """
  }

  private var numbers: [[String]] {
    let (record, optimum) = (contents.check.record, contents.check.optimum)
    func row(_ name: String, _ estimate: Estimate) -> [String] {
      [name, "\(estimate.value)", "± \(NumberText.short(estimate.error))"]
    }
    return [
      row("log p(x)", record.logEvidence), row("ELBO", record.elbo),
      row("gap = log p(x) − ELBO", record.gap), row("KL(q‖posterior)", record.divergence),
      row("∂ELBO/∂θ", record.elboGradientTheta), row("∂ELBO/∂φ", record.elboGradientPhi),
      row("least gap", optimum.minimumGap), row("at φ*", optimum.rate),
      ["status", record.status.rawValue, ""],
    ]
  }

  private var identity: String {
    let record = contents.check.record
    return "log p(x) = ELBO + KL: the two sides differ by "
      + "\(NumberText.short(abs(record.gap.value - record.divergence.value))), "
      + "their bounds allow \(NumberText.short(record.gap.error + record.divergence.error))."
  }

  private var positivity: String {
    let optimum = contents.check.optimum
    if optimum.isTooSmall {
      return "The least gap, at the best φ, is below 2.3e-308: too small for a double to show."
    }
    return optimum.isPositive
      ? "The gap is at least \(optimum.minimumGap.lowerBound) for every φ > 0."
      : "The gap was not shown to be positive: at the best φ it is "
        + "\(optimum.minimumGap.value) ± \(NumberText.short(optimum.minimumGap.error))."
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

  private func audit(_ holds: Bool, _ text: String) -> String {
    "<li class=\"\(holds ? "yes" : "no")\"><strong>\(holds ? "yes" : "NO")</strong> "
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
