<?xml version="1.0" encoding="UTF-8"?>
<!-- A POM to the maven-metadata.xml of its artifact, whose only version is that of the POM. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:pom="http://maven.apache.org/POM/4.0.0" exclude-result-prefixes="pom">
  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>
  <xsl:template match="/pom:project">
    <xsl:variable name="version" select="(pom:version | pom:parent/pom:version[not(../../pom:version)])[1]"/>
    <metadata>
      <groupId><xsl:value-of select="(pom:groupId | pom:parent/pom:groupId[not(../../pom:groupId)])[1]"/></groupId>
      <artifactId><xsl:value-of select="pom:artifactId"/></artifactId>
      <versioning>
        <latest><xsl:value-of select="$version"/></latest>
        <xsl:if test="not(contains($version, '-SNAPSHOT'))">
          <release><xsl:value-of select="$version"/></release>
        </xsl:if>
        <versions>
          <version><xsl:value-of select="$version"/></version>
        </versions>
      </versioning>
    </metadata>
  </xsl:template>
</xsl:stylesheet>
