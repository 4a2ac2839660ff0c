// swift-tools-version: 6.2
// SPDX-License-Identifier: GPL-3.0-or-later

import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// Targets that call C say `unsafe` wherever the compiler cannot vouch for memory.
let settingsBesideC = settings + [.strictMemorySafety()]

let package = Package(
  name: "gapcheck",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Quadrature", targets: ["Quadrature"])
  ],
  targets: [
    .systemLibrary(
      name: "CGSL",
      path: "Modules/CGSL",
      pkgConfig: "gsl",
      providers: [.apt(["libgsl-dev"]), .brew(["gsl"])]
    ),
    .target(
      name: "Quadrature",
      dependencies: ["CGSL"],
      swiftSettings: settingsBesideC
    ),
    .testTarget(
      name: "QuadratureTests",
      dependencies: ["Quadrature", "CGSL"],
      swiftSettings: settings
    ),
  ]
)
